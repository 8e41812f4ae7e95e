// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setSessionState } from "../session/state.ts";
import type { Unlocked } from "../session/state.ts";
import type { OpenResult } from "../worker/shapes.ts";
import type { Handed } from "./model.ts";

const taking = vi.hoisted(() => ({ takeHanded: vi.fn() }));
vi.mock("./taking.ts", () => taking);

const { noteHanded, useHanded } = await import("./handing.ts");

function unlock(uid: string): void {
  setSessionState({ at: "unlocked", me: { uid } } as unknown as Unlocked);
}

function opened(mid: string, more: { result?: string; request?: string | null; isOwn?: boolean } = {}): OpenResult {
  const { result = "genuine", request = "request", isOwn = false } = more;
  return { mid, result, message: { request, isOwn } } as unknown as OpenResult;
}

function answers(state: Handed): void {
  taking.takeHanded.mockImplementation((mids: readonly string[]) =>
    Promise.resolve(new Map(mids.map((mid) => [mid, state]))),
  );
}

beforeEach(() => unlock("alice"));
afterEach(() => {
  taking.takeHanded.mockReset();
  setSessionState({ at: "starting" });
});

async function note(...results: OpenResult[]): Promise<void> {
  await act(async () => {
    noteHanded(results);
    await vi.dynamicImportSettled();
  });
}

test("a key is asked for once, and its state is heard of", async () => {
  answers("taken");
  const { result } = renderHook(() => useHanded("one"));
  expect(result.current).toBe("waiting");
  await note(opened("one"));
  expect(result.current).toBe("taken");
  await note(opened("one"));
  expect(taking.takeHanded).toHaveBeenCalledTimes(1);
});

test("what one account took is not known to the next in the same tab", async () => {
  answers("taken");
  await note(opened("two"));
  unlock("bob");
  expect(renderHook(() => useHanded("two")).result.current).toBe("waiting");
  answers("refused");
  await note(opened("two"));
  expect(renderHook(() => useHanded("two")).result.current).toBe("refused");
});

test("nothing is taken from one's own message, from a retired key, or where nothing is handed over", async () => {
  await note(
    opened("own", { isOwn: true }),
    opened("retired", { result: "retired-key" }),
    opened("none", { request: null }),
  );
  expect(taking.takeHanded).not.toHaveBeenCalled();
});
