// The line of files that wait, how long one will still take, and waiting for a lost line.
import { describe, expect, test, vi } from "vitest";
import { ApiProblem, ConnectionLost } from "../api/problems.ts";
import { isLineLost, waitsForLine } from "./online.ts";
import { Pace } from "./pace.ts";
import { Queue } from "./queue.ts";

vi.hoisted(() => vi.stubGlobal("location", { origin: "https://waxpost.test" }));

describe("the queue", () => {
  test("runs two at once, the others in the order of asking", async () => {
    const queue = new Queue();
    const started: number[] = [];
    const ends: (() => void)[] = [];
    for (const n of [1, 2, 3, 4])
      queue.add(
        () =>
          new Promise((end) => {
            started.push(n);
            ends.push(end);
          }),
      );
    expect(started).toEqual([1, 2]);

    ends[1]?.();

    await vi.waitFor(() => expect(started).toEqual([1, 2, 3]));
    ends[0]?.();
    await vi.waitFor(() => expect(started).toEqual([1, 2, 3, 4]));
  });
});

describe("the time that is left", () => {
  test("is said after three seconds, rounded up", () => {
    const pace = new Pace();
    expect(pace.secondsLeft(0, 100, 0)).toBeNull();
    expect(pace.secondsLeft(30, 100, 2_999)).toBeNull();
    expect(pace.secondsLeft(30, 100, 3_000)).toBe(7);
    expect(pace.secondsLeft(99, 100, 10_000)).toBe(1);
  });

  test("is not guessed while nothing moves, and begins anew after a pause", () => {
    const pace = new Pace();
    pace.secondsLeft(50, 100, 0);
    expect(pace.secondsLeft(50, 100, 9_000)).toBeNull();

    pace.restart();

    expect(pace.secondsLeft(60, 100, 9_000)).toBeNull();
    expect(pace.secondsLeft(80, 100, 13_000)).toBe(4);
  });
});

describe("a lost line", () => {
  test("is no answer, or an answer that is not the server's own", () => {
    expect(isLineLost(new ConnectionLost())).toBe(true);
    expect(isLineLost(new ApiProblem(502, {}, null))).toBe(true);
    expect(isLineLost(new ApiProblem(503, { code: "storage-unavailable" }, null))).toBe(false);
    expect(isLineLost(new ApiProblem(400, {}, null))).toBe(false);
    expect(isLineLost(new Error("other"))).toBe(false);
  });

  test("is waited for longer each time, not at all when the browser says it is back, and no more after the end", async () => {
    vi.useFakeTimers();
    const page = new EventTarget();
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
    const wait = waitsForLine();
    const ends = new AbortController();
    const went = vi.fn();

    for (const pause of [1_000, 2_000, 4_000, 8_000, 8_000]) {
      void wait(ends.signal).then(went);
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(went).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(went).toHaveBeenCalledOnce();
      went.mockClear();
    }
    const back = wait(ends.signal);
    page.dispatchEvent(new Event("online"));
    await back;
    const given = wait(ends.signal);
    ends.abort(new Error("given up"));
    await expect(given).rejects.toThrow("given up");
    await expect(wait(ends.signal)).rejects.toThrow("given up");
    vi.useRealTimers();
  });
});
