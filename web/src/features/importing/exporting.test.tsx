// @vitest-environment jsdom
import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Judgement } from "../../lib/strength.ts";

const asked = vi.hoisted(() => ({ judge: vi.fn(), seal: vi.fn(), keep: vi.fn() }));
vi.mock("../../lib/strength.ts", () => ({ judgePassword: asked.judge }));
vi.mock("../../session/state.ts", () => ({
  useUnlocked: () => ({ me: { addr: "alice@example.org" }, name: "Alice" }),
}));
vi.mock("./carrying.ts", () => ({
  exportSealed: asked.seal,
  exportPlain: vi.fn(),
  keepFile: asked.keep,
  isWrongPassword: () => false,
}));

const { useExport } = await import("./useExport.ts");

const PASSPHRASE = "seven quiet otters";
let say: (judgement: Judgement) => void;

beforeEach(() => {
  vi.clearAllMocks();
  const told = new Promise<Judgement>((resolve) => {
    say = resolve;
  });
  asked.judge.mockReturnValue(told);
  asked.seal.mockResolvedValue(new Uint8Array(1));
});

/** The export, pressed before anybody could say how good the passphrase is. */
function pressedAtOnce() {
  const { result } = renderHook(() => useExport(new Date("2026-11-20T12:00:00Z")));
  act(() => result.current.change({ passphrase: PASSPHRASE, again: PASSPHRASE }));
  act(() => result.current.send());
  expect(result.current.errors).toEqual({});
  expect(result.current.isBusy).toBe(true);
  return result;
}

test("pressed before the passphrase was judged, it waits for that and goes on", async () => {
  const result = pressedAtOnce();

  act(() => say({ score: 4, hint: "" }));

  await waitFor(() => expect(result.current.done).toBe("waxpost-entries-2026-11-20.age"));
  expect(asked.seal).toHaveBeenCalledExactlyOnceWith(PASSPHRASE);
});

test("pressed before a weak passphrase was judged, it locks nothing and says why", async () => {
  const result = pressedAtOnce();

  act(() => say({ score: 1, hint: "" }));

  await waitFor(() => expect(result.current.isBusy).toBe(false));
  expect(result.current.errors).toEqual({ passphrase: "Choose a passphrase that is harder to guess" });
  expect(asked.seal).not.toHaveBeenCalled();
});
