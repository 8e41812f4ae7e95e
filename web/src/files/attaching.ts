/**
 * The files of one message while it is written: taken or refused, sealed and uploaded two at a time, given up again.
 *
 * All files of a message share its one-off key, which is made with the first of them. When the server refuses the message
 * everything is sealed anew under a new key, by `restart`.
 */
import { keyring } from "../keys/keyring.ts";
import { waitsForLine } from "../transfers/online.ts";
import { Queue } from "../transfers/queue.ts";
import { Upload } from "../transfers/upload.ts";
import type { FileSealer } from "../transfers/upload.ts";
import type { DraftFiles, FileSealing } from "../worker/shapes.ts";
import type { FileLimits, FileRow, FileState, RefusedFile } from "./filesModel.ts";
import { folderRefusal, refusalOf } from "./filesModel.ts";

/** What is shown; a new object whenever something changed. */
export interface Attached {
  readonly rows: readonly FileRow[];
  readonly refused: readonly RefusedFile[];
}

interface Source {
  readonly file: File;
  upload: Upload;
  /** Id of what was sealed last; null until then. */
  blob: string | null;
}

const NOTHING: Attached = { rows: [], refused: [] };

export class Attaching {
  readonly #limits: FileLimits;
  readonly #queue = new Queue();
  readonly #sources = new Map<number, Source>();
  readonly #listeners = new Set<() => void>();
  #sealing: Promise<string> | null = null;
  #attached: Attached = NOTHING;
  #lastId = 0;

  constructor(limits: FileLimits) {
    this.#limits = limits;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly attached = (): Attached => this.#attached;

  /** Take files, each by itself: those that cannot come along, and folders, are listed with the reason. */
  add(files: readonly File[], folders: readonly string[] = []): void {
    for (const file of files) {
      const id = this.#newId();
      const refusal = refusalOf(file, this.#attached.rows, this.#limits);
      if (refusal === null) this.#take(id, file);
      else this.#refuse({ id, name: file.name, ...refusal });
    }
    for (const name of folders) this.#refuse({ id: this.#newId(), name, ...folderRefusal(name) });
  }

  remove(id: number): void {
    void this.#sources.get(id)?.upload.cancel();
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
    this.#sources.clear();
    this.#dropSealing();
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
    const upload = new Upload(file, this.#sealerOf(file, tell), report, waitsForLine());
    const source: Source = { file, upload, blob: null };
    this.#sources.set(id, source);
    this.#set(id, { phase: "waiting" });
    this.#queue.add(() => upload.run());
  }

  /** Each upload has a sealer of its own: what one was late with says nothing about the next. */
  #sealerOf(file: File, tell: (blob: string) => void): FileSealer {
    let begun: Promise<FileSealing> | null = null;
    const begin = async (): Promise<FileSealing> => {
      this.#sealing ??= keyring()
        .beginSealing()
        .then(({ sealing }) => sealing);
      const { name, type, size } = file;
      const sealing = await keyring().beginFile(await this.#sealing, { name, type, size });
      tell(sealing.blob);
      return sealing;
    };
    const beginOnce = () => (begun ??= begin());
    return {
      begin: beginOnce,
      seal: async (part, plain) => keyring().sealPart((await beginOnce()).blob, part, plain),
      // With the lock, or with the key of the message, it went before.
      drop: () => void begun?.then(({ blob }) => keyring().dropFile(blob)).catch(() => undefined),
    };
  }

  #dropSealing(): void {
    void this.#sealing?.then((sealing) => keyring().dropSealing(sealing)).catch(() => undefined);
    this.#sealing = null;
  }

  #set(id: number, state: FileState): void {
    this.#change({ rows: this.#attached.rows.map((row) => (row.id === id ? { ...row, state } : row)) });
  }

  #change(edit: Partial<Attached>): void {
    this.#attached = { ...this.#attached, ...edit };
    for (const listener of this.#listeners) listener();
  }
}
