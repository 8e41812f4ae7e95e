/**
 * The files of one message while it is written: taken or refused, sealed and uploaded two at a time, given up again.
 *
 * All files of a message share its one-off key, which is made with the first of them. When the server refuses the message
 * everything is sealed anew under a new key, by `restart`.
 */
import { keyring } from "../../../keys/keyring.ts";
import { waitsForLine } from "../../../transfers/online.ts";
import { Queue } from "../../../transfers/queue.ts";
import { Upload } from "../../../transfers/upload.ts";
import type { FileSealer } from "../../../transfers/upload.ts";
import type { DraftFiles, FileSealing } from "../../../worker/shapes.ts";
import type { FileLimits, FileRow, FileState, RefusedFile } from "./filesModel.ts";
import { refusalOf } from "./filesModel.ts";

/** What is shown; a new object whenever something changed. */
export interface Attached {
  readonly rows: readonly FileRow[];
  readonly refused: readonly RefusedFile[];
}

interface Source {
  readonly file: File;
  upload: Upload | null;
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

  /** Take files, each by itself: those that cannot come along are listed with the reason. */
  add(files: readonly File[]): void {
    for (const file of files) {
      this.#lastId += 1;
      const id = this.#lastId;
      const refusal = refusalOf(file, this.#attached.rows, this.#limits);
      if (refusal === null) this.#take(id, file);
      else this.#change({ refused: [...this.#attached.refused, { id, name: file.name, ...refusal }] });
    }
  }

  remove(id: number): void {
    const source = this.#sources.get(id);
    source?.upload?.cancel();
    if (source?.blob != null) void keyring().dropFile(source.blob);
    this.#sources.delete(id);
    this.#change({
      rows: this.#attached.rows.filter((row) => row.id !== id),
      refused: this.#attached.refused.filter((row) => row.id !== id),
    });
  }

  tryAgain(id: number): void {
    const source = this.#sources.get(id);
    if (source?.upload == null) return;
    this.#set(id, { phase: "waiting" });
    this.#enqueue(source);
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
      const source = this.#sources.get(id);
      source?.upload?.cancel();
      if (source !== undefined) this.#start(id, source);
    }
  }

  /** The message was posted: its files belong to it now. */
  posted(): void {
    this.#dropSealing();
    this.#sources.clear();
  }

  /** The message is given up: nothing of its files stays. */
  giveUp(): void {
    for (const { upload } of this.#sources.values()) upload?.cancel();
    this.posted();
  }

  #take(id: number, file: File): void {
    const source: Source = { file, upload: null, blob: null };
    this.#sources.set(id, source);
    this.#change({
      rows: [...this.#attached.rows, { id, name: file.name, size: file.size, state: { phase: "waiting" } }],
    });
    this.#start(id, source);
  }

  #start(id: number, source: Source): void {
    const report = (state: FileState) => this.#set(id, state);
    source.blob = null;
    source.upload = new Upload(source.file, this.#sealerOf(source), report, waitsForLine());
    this.#set(id, { phase: "waiting" });
    this.#enqueue(source);
  }

  #enqueue({ upload }: Source): void {
    this.#queue.add(() => upload?.run() ?? Promise.resolve());
  }

  #sealerOf(source: Source): FileSealer {
    let begun: Promise<FileSealing> | null = null;
    const begin = async (): Promise<FileSealing> => {
      this.#sealing ??= keyring()
        .beginSealing()
        .then(({ sealing }) => sealing);
      const { name, type, size } = source.file;
      const sealing = await keyring().beginFile(await this.#sealing, { name, type, size });
      source.blob = sealing.blob;
      return sealing;
    };
    return {
      begin: () => (begun ??= begin()),
      seal: (part, plain) => keyring().sealPart(source.blob ?? "", part, plain),
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
