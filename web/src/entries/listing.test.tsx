// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, onlineManager } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { ConnectionLost } from "../api/problems.ts";

const worker = vi.hoisted(() => ({ listEntries: vi.fn(), entryCopiesMade: vi.fn(), entry: vi.fn() }));
vi.mock("../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../keys/vault.ts", () => ({
  fetchEntries: () => Promise.reject(new ConnectionLost()),
  saveVault: vi.fn(),
  saveVaultSoon: vi.fn(),
}));
vi.mock("../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));

const { useEntry, useListed } = await import("./listing.ts");

afterEach(() => onlineManager.setOnline(true));

test("entries of this device are shown while the browser says that there is no line", async () => {
  onlineManager.setOnline(false);
  worker.entry.mockResolvedValue({ id: "a", title: "Grafana" });
  worker.listEntries.mockResolvedValue([{ id: "a" }]);
  worker.entryCopiesMade.mockResolvedValue([]);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => ({ one: useEntry("a"), all: useListed() }), { wrapper });
  expect(result.current.one.state).toBe("loading");
  await waitFor(() => expect(result.current.one).toMatchObject({ state: "ready", entry: { title: "Grafana" } }));
  expect(result.current.all.data?.rows).toEqual([{ id: "a" }]);
});
