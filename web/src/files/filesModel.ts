/** Files that are added to a message or an entry: what they may be, and how they are doing. */
import { fileSize, shownFileName } from "../lib/fileNames.ts";
import { plural } from "../lib/names.ts";

/** What holds files: a message, or a saved entry. */
export type Holder = "message" | "entry";

/** In MiB, which are called MB here and everywhere. */
export interface FileLimits {
  readonly eachMib: number;
  /** Null: no more together than each of `count` may be. */
  readonly allMib: number | null;
  readonly count: number;
}

/** How one file is doing; the words stand in `stateWords`. */
export type FileState =
  | { readonly phase: "waiting" | "ready" }
  | { readonly phase: "paused"; readonly done: number }
  | { readonly phase: "encrypting"; readonly done: number }
  | { readonly phase: "uploading"; readonly done: number; readonly secondsLeft: number | null }
  | { readonly phase: "failed"; readonly problem: string; readonly again: boolean };

/** What does not change while it is on its way. */
export interface ListedFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
}

export interface FileRow extends ListedFile {
  readonly state: FileState;
}

/**
 * Files, and how each is doing, which is told many times: whoever draws that looks by itself (`useDoing.ts`), so that no
 * window is drawn anew for it.
 */
export interface ShownFiles {
  readonly listed: readonly ListedFile[];
  readonly doing: Doing;
}

export interface Doing {
  readonly subscribe: (listener: () => void) => () => void;
  /** As they are now; a new row whenever something of it has changed. */
  readonly rows: () => readonly FileRow[];
}

/** A file that is not taken: `problem` is the whole sentence, `short` stands on its row. */
export interface RefusedFile {
  readonly id: number;
  readonly name: string;
  readonly problem: string;
  readonly short: string;
}

interface Measured {
  readonly name: string;
  readonly size: number;
}

const MIB = 1_048_576;

type Refusal = Pick<RefusedFile, "problem" | "short">;

/** Why a file cannot come along with those that are there already; null if it can. */
export function refusalOf(
  file: Measured,
  already: readonly Measured[],
  limits: FileLimits,
  holder: Holder = "message",
): Refusal | null {
  const name = shownFileName(file.name);
  if (file.size === 0) return { problem: `${name} is empty.`, short: "Empty" };
  const limit = fileSize(limits.eachMib * MIB);
  if (file.size > limits.eachMib * MIB) {
    const size = sizeOver(file.size, limits.eachMib * MIB);
    return {
      problem: `${name} is ${size}. The limit is ${limit} for each file. Compress it or split it, then add it again.`,
      short: `Too large: ${size}. The limit is ${limit}.`,
    };
  }
  if (already.length >= limits.count)
    return {
      problem: `${name} was not added. ${countWords(limits, holder)}`,
      short: "Too many files",
    };
  if (limits.allMib === null) return null;
  const together = file.size + already.reduce((sum, one) => sum + one.size, 0);
  const limitAll = limits.allMib * MIB;
  if (together > limitAll)
    return {
      problem: `These files are ${sizeOver(together, limitAll)} together. The limit is ${fileSize(limitAll)}. Remove one to send.`,
      short: "Too large together",
    };
  return null;
}

/** Why a folder cannot come along. */
export function folderRefusal(name: string): Refusal {
  return { problem: `${shownFileName(name)} is a folder. Put it in a zip file and add that.`, short: "A folder" };
}

/** A size over a limit never reads like the limit itself. */
function sizeOver(size: number, limit: number): string {
  const shown = fileSize(size);
  return shown === fileSize(limit) ? `just over ${shown}` : shown;
}

/** "Uploading · 6.2 of 9.1 MB · about 4 s left". */
export function stateWords(state: FileState, size: number): string {
  switch (state.phase) {
    case "waiting":
      return `Waiting · ${fileSize(size)}`;
    case "encrypting":
      return `Encrypting · ${Math.floor(state.done * 100)}% of ${fileSize(size)}`;
    case "uploading":
      return `Uploading · ${doneWords(state.done, size)}${leftWords(state.secondsLeft)}`;
    case "ready":
      return `Ready · ${fileSize(size)} · encrypted on this device`;
    case "paused":
      return "Paused, offline";
    case "failed":
      return state.problem;
  }
}

/** Of 100, for the bar; null where a bar would say nothing. */
export function percentOf(state: FileState, size: number): number | null {
  if (state.phase === "encrypting") return state.done * 100;
  return state.phase === "uploading" ? (state.done / size) * 100 : null;
}

/** "Up to 25 MB each, 100 MB in total." */
export function limitWords({ eachMib, allMib, count }: FileLimits): string {
  const rest = allMib === null ? plural(count, "file", "files") : `${fileSize(allMib * MIB)} in total`;
  return `Up to ${fileSize(eachMib * MIB)} each, ${rest}.`;
}

function countWords({ count }: FileLimits, holder: Holder): string {
  const files = plural(count, "file", "files");
  return holder === "entry" ? `An entry may hold ${files}.` : `A message may carry ${files}.`;
}

/** "Up to 25 MB each", for the menu. */
export function limitEach({ eachMib }: FileLimits): string {
  return `Up to ${fileSize(eachMib * MIB)} each`;
}

/** What still keeps a message from going, for the footer; null when nothing does. */
export function waitingWords(rows: readonly FileRow[]): string | null {
  const ready = rows.filter(({ state }) => state.phase === "ready").length;
  return ready === rows.length ? null : `Sending when ready: ${ready} of ${plural(rows.length, "file", "files")}`;
}

/** "6.2 of 9.1 MB", the unit once where it is the same. */
export function doneWords(done: number, all: number): string {
  const [amount, unit] = fileSize(all).split(" ") as [string, string];
  const [part, partUnit] = fileSize(done).split(" ") as [string, string];
  return partUnit === unit ? `${part} of ${amount} ${unit}` : `${part} ${partUnit} of ${amount} ${unit}`;
}

function leftWords(seconds: number | null): string {
  if (seconds === null) return "";
  return seconds < 90 ? ` · about ${seconds} s left` : ` · about ${Math.ceil(seconds / 60)} min left`;
}
