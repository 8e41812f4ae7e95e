/** How all files that are on their way are doing together. */
import { doneWords } from "./filesModel.ts";
import type { FileRow } from "./filesModel.ts";

/** Fewer rows are taken in at a glance. */
const WORTH_A_SUM = 4;

export interface Joint {
  /** "Uploading 3 of 7 files · 120 of 400 MB". */
  readonly words: string;
  /** Of 100. */
  readonly percent: number;
}

/** Null when there is little to sum up, or nothing is on its way any more. What failed does not count. */
export function jointProgress(rows: readonly FileRow[]): Joint | null {
  const going = rows.filter(({ state }) => state.phase !== "failed");
  const begun = going.filter(({ state }) => state.phase !== "waiting").length;
  const isReady = going.every(({ state }) => state.phase === "ready");
  if (going.length < WORTH_A_SUM || isReady) return null;
  const all = sum(going.map(({ size }) => size));
  const done = sum(going.map(doneOf));
  const isPaused = going.some(({ state }) => state.phase === "paused");
  const first = isPaused ? "Paused, offline" : `Uploading ${Math.max(1, begun)} of ${going.length} files`;
  return { words: `${first} · ${doneWords(done, all)}`, percent: (done / Math.max(1, all)) * 100 };
}

function doneOf({ size, state }: FileRow): number {
  if (state.phase === "ready") return size;
  return state.phase === "uploading" || state.phase === "paused" ? Math.min(size, state.done) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
