// Importing into saved entries: what a file held waits here until the person has looked at it, and is then taken in steps.
//
// The file is read in a worker of its own, which has no key and is ended after a minute and a half at most. What it answers is
// checked here like everything that comes from outside. The page sees titles, kinds and folders; never a covered value.
import { b64u, randomBytes } from "../crypto/encoding.ts";
import { type Field, isCovered, type Item, KINDS } from "../crypto/items.ts";
import { withAdded } from "../crypto/packs.ts";
import { checkRecord, fitted, isTemplate, type SavedRecord, sizeOf } from "../crypto/records.ts";
import { Refused } from "../crypto/refused.ts";
import type { Found, Imported, Remark } from "../importing/found.ts";
import type { ReadAnswer, ReadTask } from "../importing/reading.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { ImportAnswer, ImportPreview } from "./importprotocol.ts";
import { Trouble } from "./problems.ts";

/** Reads a file somewhere else; `end` gives it up. */
export interface Reading {
  readonly answer: Promise<ReadAnswer>;
  end(): void;
}
export type StartReading = (task: ReadTask) => Reading;

/** Bytes of records taken in one step: with the packs that they go to, they fit into one request (entries.md 8.2). */
const STEP_BYTES = 2 * 1024 * 1024;
/** Remarks that the preview names one by one. */
const SHOWN_MOST = 500;

interface Waiting {
  readonly found: Found;
  readonly records: readonly SavedRecord[];
  /** For each record whether one like it is saved already, or stands before it in the file. */
  readonly isDuplicate: readonly boolean[];
}

export class ImportDesk {
  readonly #keeper: EntryKeeper;
  readonly #start: StartReading;
  #reading: Reading | null = null;
  #answer: ReadAnswer | null = null;
  #waiting: Waiting | null = null;
  /** Records of this import that were handed over to be saved. */
  #taken = 0;

  constructor(keeper: EntryKeeper, start: StartReading) {
    this.#keeper = keeper;
    this.#start = start;
  }

  /** Begin to read; `done` is called once there is an answer. What was being read before is given up. */
  read(task: ReadTask, done: (() => void) | null): void {
    this.drop();
    const reading = this.#start(task);
    this.#reading = reading;
    const take = (answer: ReadAnswer): void => {
      if (this.#reading !== reading) return;
      this.#reading = null;
      this.#answer = answer;
      done?.();
    };
    reading.answer.then(take, () => take({ state: "unreadable", reason: "damaged" }));
  }

  /** What is known of the file by now. Fails with `entries-not-fetched` before all packs are there. */
  answer(): ImportAnswer {
    const answer = this.#answer;
    if (answer?.state !== "found") return answer ?? { state: "reading" };
    try {
      this.#waiting ??= this.#wait(answer.found);
    } catch (problem) {
      if (problem instanceof Refused) return { state: "unreadable", reason: "damaged" };
      throw problem;
    }
    return { state: "found", preview: previewOf(this.#waiting) };
  }

  /** Hand the next records over to be saved, so many as fit into one request. */
  take(withDuplicates: boolean): { readonly taken: number; readonly all: number } {
    const waiting = this.#waiting;
    if (waiting === null) throw new Trouble("form", "nothing was read");
    const wanted = waiting.records.filter((_, at) => withDuplicates || waiting.isDuplicate[at] !== true);
    const step = stepOf(wanted.slice(this.#taken));
    const now = this.#keeper.now();
    if (step.length > 0) {
      const records = step.map((record) => ({ ...record, at: now }));
      this.#keeper.change((packs) => withAdded(packs, this.#keeper.uid, records));
    }
    this.#taken += step.length;
    return { taken: this.#taken, all: wanted.length };
  }

  /** Forget what was read, and whatever is still being read. */
  drop(): void {
    this.#reading?.end();
    this.#reading = null;
    this.#answer = null;
    this.#waiting = null;
    this.#taken = 0;
  }

  #wait(found: Found): Waiting {
    const records = found.entries.map((entry) => this.#recordOf(entry));
    return { found, records, isDuplicate: duplicates(records, this.#keeper.records()) };
  }

  #recordOf(entry: Imported): SavedRecord {
    const record: SavedRecord = { ...entry, id: b64u(randomBytes(16)), rev: 1, at: this.#keeper.now() };
    checkRecord(record);
    return fitted(record);
  }
}

const desks = new WeakMap<EntryKeeper, ImportDesk>();

/** The desk of an unlocked account: it goes with the account, and what lies on it. */
export function deskOf(keeper: EntryKeeper, start: StartReading = readElsewhere): ImportDesk {
  const desk = desks.get(keeper) ?? new ImportDesk(keeper, start);
  desks.set(keeper, desk);
  return desk;
}

const PATIENCE_MS = 90_000;

/** Read in another worker: this same script under a name at which it does nothing else. */
function readElsewhere(task: ReadTask): Reading {
  const reader = new Worker(self.location.href, { type: "module", name: "waxpost-import" });
  let tooSlow: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(tooSlow);
    reader.terminate();
  };
  const answer = new Promise<ReadAnswer>((resolve) => {
    tooSlow = setTimeout(() => resolve({ state: "unreadable", reason: "too-slow" }), PATIENCE_MS);
    reader.onmessage = ({ data }: MessageEvent<ReadAnswer>) => resolve(data);
    // It ran out of memory, or could not be started.
    reader.onerror = () => resolve({ state: "unreadable", reason: "too-dear" });
    reader.postMessage(task, [task.file, ...(task.keyFile === null ? [] : [task.keyFile])]);
  }).finally(end);
  return { answer, end };
}

function stepOf(records: readonly SavedRecord[]): readonly SavedRecord[] {
  let bytes = 0;
  const end = records.findIndex((record) => {
    bytes += sizeOf(record);
    return bytes > STEP_BYTES;
  });
  return end === -1 ? records : records.slice(0, Math.max(1, end));
}

/** Like another: the same kind, title, username, websites and covered values; without any of these, the same fields. */
function duplicates(records: readonly SavedRecord[], saved: readonly SavedRecord[]): boolean[] {
  const kept = saved.filter((record) => record.trashed === undefined && !isTemplate(record));
  const seen = new Set(kept.map(likeness));
  return records.map((record) => {
    const like = likeness(record);
    const isLike = seen.has(like);
    seen.add(like);
    return isLike;
  });
}

function likeness(record: SavedRecord): string {
  const { kind, title, fields } = record.item as unknown as Item;
  const tells = (field: Field): boolean => field.f === "username" || field.f === "url" || isCovered(kind, field);
  const telling = fields.filter(tells);
  const compared = telling.some((field) => isCovered(kind, field)) ? telling : fields;
  return JSON.stringify([kind, title, compared.map(({ f, label, value }) => [f, label ?? "", value]).sort(byText)]);
}

function byText(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join("\n"), b.join("\n")];
  return left < right ? -1 : left > right ? 1 : 0;
}

function previewOf({ found, records, isDuplicate }: Waiting): ImportPreview {
  const items = records.map(({ item }) => item as unknown as Item);
  const shown = (remarks: readonly Remark[]) => ({ count: remarks.length, first: remarks.slice(0, SHOWN_MOST) });
  const doubles = records.filter((_, at) => isDuplicate[at] === true);
  return {
    source: found.source,
    count: records.length,
    kinds: counted(items.map(({ kind }) => (KINDS.has(kind) ? kind : "other"))),
    folders: counted(records.flatMap(({ folder }) => (folder === undefined ? [] : [folder]))),
    leftOut: shown(found.leftOut),
    remarks: shown(found.remarks),
    duplicates: { count: doubles.length, first: doubles.slice(0, SHOWN_MOST).map(titleOf) },
  };
}

function titleOf({ item }: SavedRecord): string {
  return (item as unknown as Item).title;
}

/** Each name once with its number, the most frequent first. */
function counted(names: readonly string[]): { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
