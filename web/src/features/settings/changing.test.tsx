// @vitest-environment jsdom
import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Judgement } from "../../lib/strength.ts";

const asked = vi.hoisted(() => ({ judge: vi.fn(), change: vi.fn(), put: vi.fn() }));
vi.mock("../../lib/strength.ts", () => ({ judgePassword: asked.judge }));
vi.mock("../../session/state.ts", () => ({
  useUnlocked: () => ({ me: { addr: "alice@example.org" }, name: "Alice" }),
}));
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => ({ changePassword: asked.change }) }));
vi.mock("../../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));
vi.mock("./credentials.ts", () => ({
  credentialsVersion: () => Promise.resolve(1),
  putCredentials: asked.put,
  isWrongPassword: () => false,
  credentialsSentence: String,
}));

const { useChangePassword } = await import("./useChangePassword.ts");

const NEXT = "another badger gathers 19 pears";
let say: (judgement: Judgement) => void;

beforeEach(() => {
  vi.clearAllMocks();
  const told = new Promise<Judgement>((resolve) => {
    say = resolve;
  });
  asked.judge.mockReturnValue(told);
});

/** The dialog, sent off before anybody could say how good the new password is. */
function sentOffAtOnce() {
  const onClose = vi.fn();
  const { result } = renderHook(() => useChangePassword(onClose));
  act(() => result.current.onChange({ current: "the old one", next: NEXT, again: NEXT }));
  act(() => result.current.onSubmit());
  expect(result.current.errors).toEqual({});
  expect(asked.change).not.toHaveBeenCalled();
  return { result, onClose };
}

test("sent off before the password was judged, it waits for that and goes on", async () => {
  const { onClose } = sentOffAtOnce();

  act(() => say({ score: 4, hint: "" }));

  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(asked.change).toHaveBeenCalledExactlyOnceWith("the old one", NEXT, 1);
});

test("sent off before a weak password was judged, it changes nothing and says why", async () => {
  const { result, onClose } = sentOffAtOnce();

  act(() => say({ score: 2, hint: "" }));

  await waitFor(() => expect(result.current.busy).toBe(false));
  expect(result.current.errors).toEqual({ next: "Choose a password that is harder to guess" });
  expect(asked.change).not.toHaveBeenCalled();
  expect(onClose).not.toHaveBeenCalled();
});
