// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";

const http = vi.hoisted(() => ({ GET: vi.fn(), PATCH: vi.fn() }));
vi.mock("../../api/client.ts", () => ({ http, bodyOf: (answer: unknown) => answer }));

const { useMailChoice } = await import("./useMailChoice.ts");

const WANTED = { mail_available: true, mail_new_messages: true, mail_link_opened: true };
const NOT_WANTED = { ...WANTED, mail_new_messages: false };

test("an answer that was on its way before the change does not take it back", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  http.GET.mockResolvedValueOnce(WANTED);
  const { result } = renderHook(useMailChoice, { wrapper });
  await waitFor(() => expect(result.current.wanted?.messages).toBe(true));
  let answer: (body: unknown) => void = vi.fn();
  http.GET.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  act(() => void client.invalidateQueries());
  await waitFor(() => expect(http.GET).toHaveBeenCalledTimes(2));
  http.PATCH.mockResolvedValueOnce(NOT_WANTED);

  act(() => result.current.onMessages(false));
  await waitFor(() => expect(http.PATCH).toHaveBeenCalledOnce());
  await act(async () => {
    answer(WANTED);
    await Promise.resolve();
  });

  await waitFor(() => expect(client.isFetching()).toBe(0));
  expect(result.current.wanted?.messages).toBe(false);
});
