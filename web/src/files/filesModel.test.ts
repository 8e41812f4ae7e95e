// What files may come along with a message, and the words for how they are doing.
import { describe, expect, test } from "vitest";
import { folderRefusal, limitWords, percentOf, refusalOf, stateWords, waitingWords } from "./filesModel.ts";
import { jointProgress } from "./joint.ts";
import type { FileRow, FileState } from "./filesModel.ts";

const MIB = 1_048_576;
const LIMITS = { eachMib: 25, allMib: 100, count: 6 };
const file = (name: string, mib: number) => ({ name, size: Math.round(mib * MIB) });

describe("a file", () => {
  test("of exactly the limit comes along, also as the last that fits", () => {
    expect(refusalOf(file("a", 25), [], LIMITS)).toBeNull();
    expect(refusalOf(file("d", 25), [file("a", 25), file("b", 25), file("c", 25)], LIMITS)).toBeNull();
  });

  test("that is too large is said with both sizes and what to do", () => {
    expect(refusalOf(file("backup.sql", 41.8), [], LIMITS)).toEqual({
      problem: "backup.sql is 41.8 MB. The limit is 25 MB for each file. Compress it or split it, then add it again.",
      short: "Too large: 41.8 MB. The limit is 25 MB.",
    });
  });

  test("that is one byte too large does not read like the limit", () => {
    expect(refusalOf({ name: "a", size: 25 * MIB + 1 }, [], LIMITS)?.problem).toContain("a is just over 25 MB. The");
  });

  test("that is too much with the others is said with the sum", () => {
    const others = [20, 23, 22, 23].map((mib) => file("x", mib));
    expect(refusalOf(file("a", 24), others, LIMITS)?.problem).toBe(
      "These files are 112 MB together. The limit is 100 MB. Remove one to send.",
    );
  });

  test("that is empty, a folder, or one too many is said by name, harmlessly", () => {
    expect(refusalOf({ name: "notes.txt", size: 0 }, [], LIMITS)?.problem).toBe("notes.txt is empty.");
    expect(refusalOf({ name: "a\u202Eb", size: 0 }, [], LIMITS)?.problem).toBe("a\\u202eb is empty.");
    expect(folderRefusal("photos").problem).toBe("photos is a folder. Put it in a zip file and add that.");
    const six = Array.from({ length: 6 }, () => file("x", 1));
    expect(refusalOf(file("a", 1), six, LIMITS)?.problem).toBe("a was not added. A message may carry 6 files.");
    const entry = { eachMib: 25, allMib: null, count: 6 };
    expect(refusalOf(file("a", 1), six, entry, "entry")?.problem).toBe("a was not added. An entry may hold 6 files.");
    expect(refusalOf(file("a", 20), six.slice(1), entry, "entry")).toBeNull();
  });

  test("is told what it may be before it is chosen", () => {
    expect(limitWords(LIMITS)).toBe("Up to 25 MB each, 100 MB in total.");
    expect(limitWords({ eachMib: 25, allMib: null, count: 20 })).toBe("Up to 25 MB each, 20 files.");
    expect(limitWords({ ...LIMITS, eachMib: 10_240, allMib: 10_240 })).toBe("Up to 10 GB each, 10 GB in total.");
  });
});

const SIZE = Math.round(9.1 * MIB);
const uploading = (done: number, secondsLeft: number | null): FileState => ({ phase: "uploading", done, secondsLeft });

test.each<[FileState, string, number | null]>([
  [{ phase: "waiting" }, "Waiting · 9.1 MB", null],
  [{ phase: "encrypting", done: 0.41 }, "Encrypting · 41% of 9.1 MB", 41],
  [uploading(6.2 * MIB, 4), "Uploading · 6.2 of 9.1 MB · about 4 s left", 68],
  [uploading(6.2 * MIB, null), "Uploading · 6.2 of 9.1 MB", 68],
  [uploading(512 * 1024, 150), "Uploading · 512 KB of 9.1 MB · about 3 min left", 5],
  [{ phase: "ready" }, "Ready · 9.1 MB · encrypted on this device", null],
  [{ phase: "paused", done: 0 }, "Paused, offline", null],
  [{ phase: "failed", problem: "It is gone.", again: false }, "It is gone.", null],
])("%j reads %j", (state, words, percent) => {
  expect(stateWords(state, SIZE)).toBe(words);
  const shown = percentOf(state, SIZE);
  expect(shown === null ? null : Math.round(shown)).toBe(percent);
});

test("a message that waits says for how many files", () => {
  const row = (id: number, phase: "ready" | "waiting"): FileRow => ({ id, name: "a", size: 1, state: { phase } });
  expect(waitingWords([row(1, "ready"), row(2, "waiting")])).toBe("Sending when ready: 1 of 2 files");
  expect(waitingWords([row(1, "ready")])).toBeNull();
});

describe("all files together", () => {
  const row = (id: number, mib: number, state: FileState): FileRow => ({ id, name: "a", size: mib * MIB, state });
  const ready: FileState = { phase: "ready" };
  const waiting: FileState = { phase: "waiting" };
  const seven = [
    ...[row(1, 50, ready), row(2, 50, ready), row(3, 100, uploading(20 * MIB, null))],
    ...[4, 5, 6, 7].map((id) => row(id, 50, waiting)),
  ];

  test("are counted by files and by bytes", () => {
    const joint = jointProgress(seven);
    expect(joint?.words).toBe("Uploading 3 of 7 files · 120 of 400 MB");
    expect(joint?.percent).toBe(30);
  });

  test("are summed up only for more than three, and while something is on its way", () => {
    expect(jointProgress(seven.slice(0, 3))).toBeNull();
    expect(jointProgress(seven.map((one) => ({ ...one, state: ready })))).toBeNull();
    expect(jointProgress(seven.map((one) => ({ ...one, state: waiting })))?.words).toBe(
      "Uploading 1 of 7 files · 0 bytes of 400 MB",
    );
  });

  test("are paused when one is, and go on without those that failed", () => {
    const paused = seven.with(2, row(3, 100, { phase: "paused", done: 16 * MIB }));
    expect(jointProgress(paused)?.words).toBe("Paused, offline · 116 of 400 MB");
    const failed = seven.with(6, row(7, 50, { phase: "failed", problem: "x", again: true }));
    expect(jointProgress(failed)?.words).toBe("Uploading 3 of 6 files · 120 of 350 MB");
  });
});
