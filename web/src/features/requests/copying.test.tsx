// What is said when the link of a request cannot be read to be copied.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { useRequestActs } from "./useRequests.ts";

const said = vi.hoisted(() => ({ toast: vi.fn() }));
const server = vi.hoisted(() => ({ REQUESTS_KEY: ["requests"], urlOf: vi.fn() }));
vi.mock("../../ui/toasts/toasts.tsx", () => said);
vi.mock("./server.ts", () => server);
vi.mock("../../session/state.ts", () => ({
  useUnlocked: () => ({ policies: { requests: { maxDays: 90 } } }),
}));

const client = new QueryClient();
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);

it("says whether it could not be read or is not there any more", async () => {
  const { copyLink } = renderHook(() => useRequestActs(), { wrapper }).result.current;
  server.urlOf.mockRejectedValue(new Error("the worker refused"));
  await copyLink("x");
  expect(said.toast).toHaveBeenLastCalledWith({ message: "The link could not be read. Try again." });
  server.urlOf.mockResolvedValue(null);

  await copyLink("x");

  expect(said.toast).toHaveBeenLastCalledWith({
    message: "The key of this request is not among what you keep any more. Close it and make a new one.",
  });
  expect(said.toast).toHaveBeenCalledTimes(2);
});
