import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { copyAndClear } from "./clearing.ts";

const written: string[] = [];
let isAllowed = true;

function write(text: string): Promise<void> {
  if (!isAllowed) return Promise.reject(new Error("not allowed"));
  written.push(text);
  return Promise.resolve();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { clipboard: { writeText: write } });
  vi.stubGlobal("document", { hasFocus: () => true });
  [written.length, isAllowed] = [0, true];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a secret in the clipboard", () => {
  it("is taken out after half a minute, and its notice goes with it", async () => {
    const remove = vi.fn();
    await copyAndClear("the first", "Password", () => remove);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(written).toEqual(["the first"]);

    await vi.advanceTimersByTimeAsync(1_000);
    expect(written).toEqual(["the first", ""]);
    expect(remove).toHaveBeenCalledOnce();
  });

  it("is taken out as well when another could not be copied after it", async () => {
    await copyAndClear("the first", "Password", () => vi.fn());
    isAllowed = false;
    expect(await copyAndClear("the second", "Username", () => vi.fn())).toBe(false);
    isAllowed = true;

    await vi.advanceTimersByTimeAsync(30_000);
    expect(written).toEqual(["the first", ""]);
  });

  it("stays half a minute from when it was copied, whatever was there before", async () => {
    const remove = vi.fn();
    await copyAndClear("the first", "Password", () => remove);
    await vi.advanceTimersByTimeAsync(20_000);
    await copyAndClear("the second", "Username", () => vi.fn());
    expect(remove).toHaveBeenCalledOnce();

    await vi.advanceTimersByTimeAsync(20_000);
    expect(written).toEqual(["the first", "the second"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written).toEqual(["the first", "the second", ""]);
  });
});
