/**
 * Files that are added to a message or an entry: taken or refused, sealed and uploaded two at a time, given up again.
 *
 * All files of a message share its one-off key, which is made with the first of them; each file of an entry has a key of its
 * own. When the server refuses the message everything is sealed anew under a new key, by `restart`.
 */
import { keyring } from "../keys/keyring.ts";
import { waitsForLine } from "../transfers/online.ts";
import { Queue } from "../transfers/queue.ts";
import { Upload } from "../transfers/upload.ts";
import type { FileSealer } from "../transfers/upload.ts";
import { WaitingParts } from "../transfers/waitingParts.ts";
import type { DraftFiles, FileSealing } from "../worker/shapes.ts";
import type { Doing, FileLimits, FileRow, FileState, Holder, ListedFile, RefusedFile } from "./filesModel.ts";
import { folderRefusal, refusalOf } from "./filesModel.ts";

/** A new object whenever something changed. */
interface Attached {
  readonly rows: readonly FileRow[];
  readonly refused: readonly RefusedFile[];
}

/** What a window lists; a new object when a file came or went, and no other time. */
export interface Listed {
  readonly rows: readonly ListedFile[];
  readonly refused: readonly RefusedFile[];
}

/** What may come, and what its holder has already. */
export interface Room {
  readonly limits: FileLimits;
  readonly held: readonly { readonly name: string; readonly size: number }[];
}

interface Source {
  readonly file: File;
  upload: Upload;
  /** Id of what was sealed last; null until then. */
  blob: string | null;
  /** The key that only this file has. */
  sealing: Promise<string> | null;
}

const NOTHING: Attached = { rows: [], refused: [] };

export class Attaching implements Doing {
  readonly #room: () => Room;
  readonly #holder: Holder;
  readonly #queue = new Queue();
  readonly #sources = new Map<number, Source>();
  readonly #listeners = new Set<() => void>();
  #sealing: Promise<string> | null = null;
  #attached: Attached = NOTHING;
  #listed: Listed = NOTHING;
  #lastId = 0;

  /** `room` is asked whenever a file comes. */
  constructor(room: () => Room, holder: Holder = "message") {
    this.#room = room;
    this.#holder = holder;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly rows = (): readonly FileRow[] => this.#attached.rows;

  readonly listed = (): Listed => this.#listed;

  /** Take files, each by itself: those that cannot come along, and folders, are listed with the reason. */
  add(files: readonly File[], folders: readonly string[] = []): void {
    for (const file of files) {
      const id = this.#newId();
      const { limits, held } = this.#room();
      const refusal = refusalOf(file, [...held, ...this.#attached.rows], limits, this.#holder);
      if (refusal === null) this.#take(id, file);
      else this.#refuse({ id, name: file.name, ...refusal });
    }
    for (const name of folders) this.#refuse({ id: this.#newId(), name, ...folderRefusal(name) });
  }

  remove(id: number): void {
    const source = this.#sources.get(id);
    void source?.upload.cancel();
    dropSealing(source?.sealing ?? null);
    this.#sources.delete(id);
    this.#change({
      rows: this.#attached.rows.filter((row) => row.id !== id),
      refused: this.#attached.refused.filter((row) => row.id !== id),
    });
  }

  tryAgain(id: number): void {
    const source = this.#sources.get(id);
    const state = this.#attached.rows.find((row) => row.id === id)?.state;
    // A second press finds it waiting: two runs of one upload would seal a part twice.
    if (source === undefined || state?.phase !== "failed" || !state.again) return;
    this.#set(id, { phase: "waiting" });
    this.#queue.add(() => source.upload.run());
  }

  /** The refusals were read. */
  forgetRefused(): void {
    this.#change({ refused: [] });
  }

  /** Ends with true when every file is ready, with false when one failed or the signal ended the wait. */
  whenReady(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const phases = this.#attached.rows.map(({ state }) => state.phase);
        const isReady = phases.every((phase) => phase === "ready");
        if (!isReady && !signal.aborted && !phases.includes("failed")) return;
        stop();
        signal.removeEventListener("abort", look);
        resolve(isReady && !signal.aborted);
      };
      const stop = this.subscribe(look);
      signal.addEventListener("abort", look);
      look();
    });
  }

  /** What the draft names; null without files. Call when all are ready. */
  async sealed(): Promise<DraftFiles | null> {
    if (this.#sealing === null || this.#attached.rows.length === 0) return null;
    const blobs = this.#attached.rows.map(({ id }) => this.#sources.get(id)?.blob ?? "");
    return { sealing: await this.#sealing, blobs };
  }

  /** What the entry that takes this file names; null when it is not ready. */
  async sealedAlone(id: number): Promise<DraftFiles | null> {
    const source = this.#sources.get(id);
    if (source?.blob === null || source?.sealing == null) return null;
    return { sealing: await source.sealing, blobs: [source.blob] };
  }

  /** An entry has taken this file: it belongs to it now. */
  taken(id: number): void {
    const source = this.#sources.get(id);
    source?.upload.claimed();
    dropSealing(source?.sealing ?? null);
    this.#sources.delete(id);
    this.#change({ rows: this.#attached.rows.filter((row) => row.id !== id) });
  }

  /** This file could not be taken, and why. */
  failed(id: number, problem: string): void {
    this.#set(id, { phase: "failed", problem, again: false });
  }

  /** Seal and upload everything anew, under another key. */
  restart(): void {
    this.#dropSealing();
    for (const { id } of this.#attached.rows) {
      const before = this.#sources.get(id);
      void before?.upload.cancel();
      if (before !== undefined) this.#start(id, before.file);
    }
  }

  /** The message was posted with these files: they belong to it now, and any other is given up. */
  posted(blobs: readonly string[]): void {
    for (const { upload, blob } of this.#sources.values())
      if (blob !== null && blobs.includes(blob)) upload.claimed();
      else void upload.cancel();
    this.#dropSealing();
    this.#sources.clear();
  }

  /** The message is given up: nothing of its files stays. */
  giveUp(): void {
    this.posted([]);
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #refuse(refused: RefusedFile): void {
    this.#change({ refused: [...this.#attached.refused, refused] });
  }

  #take(id: number, file: File): void {
    this.#change({
      rows: [...this.#attached.rows, { id, name: file.name, size: file.size, state: { phase: "waiting" } }],
    });
    this.#start(id, file);
  }

  #start(id: number, file: File): void {
    const report = (state: FileState) => this.#set(id, state);
    const tell = (blob: string) => {
      source.blob = blob;
    };
    const sealing = (): Promise<string> => {
      if (this.#holder === "message") return (this.#sealing ??= newSealing());
      return (source.sealing ??= newSealing());
    };
    const upload = new Upload(file, sealerOf(file, sealing, tell), report, waitsForLine());
    const source: Source = { file, upload, blob: null, sealing: null };
    this.#sources.set(id, source);
    this.#set(id, { phase: "waiting" });
    this.#queue.add(() => upload.run());
  }

  #dropSealing(): void {
    dropSealing(this.#sealing);
    for (const { sealing } of this.#sources.values()) dropSealing(sealing);
    this.#sealing = null;
  }

  #set(id: number, state: FileState): void {
    this.#attached = {
      ...this.#attached,
      rows: this.#attached.rows.map((row) => (row.id === id ? { ...row, state } : row)),
    };
    this.#tell();
  }

  /** Files came or went. */
  #change(edit: Partial<Attached>): void {
    this.#listed = this.#attached = { ...this.#attached, ...edit };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

async function newSealing(): Promise<string> {
  return (await keyring().beginSealing()).sealing;
}

function dropSealing(sealing: Promise<string> | null): void {
  void sealing?.then((one) => keyring().dropSealing(one)).catch(() => undefined);
}

/** Each upload has a sealer of its own: what one was late with says nothing about the next. */
function sealerOf(file: File, sealing: () => Promise<string>, tell: (blob: string) => void): FileSealer {
  let begun: Promise<FileSealing> | null = null;
  const waiting = new WaitingParts();
  const begin = async (): Promise<FileSealing> => {
    const { name, type, size } = file;
    const begunFile = await keyring().beginFile(await sealing(), { name, type, size });
    tell(begunFile.blob);
    return begunFile;
  };
  const beginOnce = () => (begun ??= begin());
  return {
    begin: beginOnce,
    seal: async (part, plain) => {
      const { blob } = await beginOnce();
      return waiting.add(part, (file) => keyring().sealPart(blob, part, plain, file));
    },
    arrived: (part) => waiting.arrived(part),
    allArrived: () => waiting.drop(),
    drop: () => {
      waiting.drop();
      // With the lock, or with its key, it went before.
      void begun?.then(({ blob }) => keyring().dropFile(blob)).catch(() => undefined);
    },
  };
}
