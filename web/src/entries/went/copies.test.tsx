// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiProblem, ConnectionLost } from "../../api/problems.ts";
import type { EntrySent } from "../model.ts";

const asked = vi.hoisted(() => ({ fetchDelivery: vi.fn(), openDeliveries: vi.fn(), learnPeople: vi.fn() }));
vi.mock("../../mailbox/boxes.ts", () => ({ fetchDelivery: asked.fetchDelivery }));
vi.mock("../../mailbox/opening.ts", () => ({ openDeliveries: asked.openDeliveries }));
vi.mock("../../keys/people.ts", () => ({ learnPeople: asked.learnPeople }));
vi.mock("../../session/state.ts", () => ({ useUnlocked: () => ({ me: { addr: "alice@example.org" } }) }));
vi.mock("../saving.ts", () => ({ ENTRIES_KEY: ["entries"] }));

const { useCopies } = await import("./useCopies.ts");

const COPY = { mid: "m", at: "2026-11-20T12:00:00Z", isLink: false } as unknown as EntrySent;
const HALF_A_MINUTE = 30_000;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  asked.fetchDelivery.mockResolvedValue({ mid: "m", box: "sent", recipient_count: 2 });
  asked.openDeliveries.mockImplementation((_deliveries: unknown, opened: (results: unknown[]) => void) => {
    opened([{ mid: "m", result: "retry" }]);
    return Promise.resolve();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

function lookedUp() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useCopies([COPY]), { wrapper }).result;
}

test("what could not be opened is asked for again until it is known, also after a lost line", async () => {
  const result = lookedUp();
  await waitFor(() => expect(asked.openDeliveries).toHaveBeenCalledOnce());
  asked.fetchDelivery.mockRejectedValueOnce(new ConnectionLost());
  await act(() => vi.advanceTimersByTimeAsync(HALF_A_MINUTE));
  expect(asked.fetchDelivery).toHaveBeenCalledTimes(2);
  expect(result.current.size).toBe(0);

  asked.fetchDelivery.mockRejectedValueOnce(new ApiProblem(404, { code: "message-not-found" }, null));
  await act(() => vi.advanceTimersByTimeAsync(HALF_A_MINUTE));
  await waitFor(() => expect(result.current.get("m")).toEqual({ kind: "gone" }));

  await act(() => vi.advanceTimersByTimeAsync(4 * HALF_A_MINUTE));
  expect(asked.fetchDelivery).toHaveBeenCalledTimes(3);
});

test("who got a copy is named, also where the message carries addresses alone", async () => {
  const to = [{ addr: "bob@example.org", name: null, via: null }];
  const message = { to, groups: [], items: [], attachments: [], exp: null, subject: "", prio: null };
  asked.openDeliveries.mockImplementation((_deliveries: unknown, opened: (results: unknown[]) => void) => {
    opened([{ mid: "m", result: "genuine", message }]);
    return Promise.resolve();
  });
  asked.learnPeople.mockRejectedValueOnce(new ConnectionLost());
  const unnamed = lookedUp();
  await waitFor(() => expect(unnamed.current.get("m")).toMatchObject({ who: { addr: "bob@example.org", name: null } }));

  asked.learnPeople.mockResolvedValueOnce([{ addr: "bob@example.org", name: "Bob Roy", sameNameAs: [] }]);
  const named = lookedUp();
  await waitFor(() => expect(named.current.get("m")).toMatchObject({ who: { name: "Bob Roy" } }));
});
