/**
 * One file on its way up: sealed part by part, each part sealed exactly once, and sent while the next is sealed
 * (spec/attachments.md 7).
 *
 * What was sealed is kept until the server has it, and a lost connection only pauses: the same bytes go again when the
 * line is back. Parts travel side by side: the server writes one to its disk while others arrive.
 */
import { bodyOf, http, repeatSafe } from "../api/client.ts";
import { putPart, type PartCall } from "../api/parts.ts";
import { ApiProblem, isProblem, sentenceOf } from "../api/problems.ts";
import { shownFileName } from "../lib/fileNames.ts";
import { isLineLost } from "./online.ts";
import { Pace } from "./pace.ts";
import { Places } from "./places.ts";
import { unclaimed } from "./unclaimed.ts";

export type UploadState =
  | { readonly phase: "waiting" }
  /** `done`: 0 to 1. */
  | { readonly phase: "encrypting"; readonly done: number }
  /** In bytes of the file; `secondsLeft` is known after three seconds. */
  | { readonly phase: "uploading"; readonly done: number; readonly secondsLeft: number | null }
  | { readonly phase: "ready" }
  /** So many bytes of the file are stored. */
  | { readonly phase: "paused"; readonly done: number }
  /** `again`: trying again goes on where it stopped. */
  | { readonly phase: "failed"; readonly problem: string; readonly again: boolean };

/** Ids and lengths for `POST blobs`, and how the file is cut: `parts` pieces of `partSize` bytes, the last one shorter. */
export interface Begun {
  readonly blob: string;
  readonly csize: number;
  readonly hlen: number;
  readonly parts: number;
  readonly partSize: number;
}

/** What seals one file; the key stays with it. */
export interface FileSealer {
  /** The same at every call. */
  begin(): Promise<Begun>;
  /**
   * The ciphertext of part `n` and its SHA-256 in base64. Called once for each part, in order. Fails with the code
   * `file-changed` when the file on the disk is no longer what it was, or cannot be read any more.
   */
  seal(part: number, plain: Blob): Promise<{ readonly sealed: Blob; readonly digest: string }>;
  /** The server has part `n`. */
  arrived?(part: number): void;
  /** The server has all of them. */
  allArrived?(): void;
  /** Forget the file and its key: the upload was cancelled. */
  drop(): void;
}

/** Where a file goes. Each call may be repeated. */
export interface UploadPlace {
  open(begun: Begun): Promise<unknown>;
  put(blob: string, part: number, sealed: Blob, digest: string, call: PartCall): Promise<void>;
  finish(blob: string): Promise<unknown>;
  /** The server may forget it. */
  drop(blob: string): Promise<unknown>;
}

interface SealedPart {
  readonly bytes: Blob;
  readonly digest: string;
}

/** Of one file, so that what is left of it at its end waits for no other part. */
const LANES = 3;
/** Of all files of this tab: a browser asks one server six things at a time, and the rest of the page asks some too. */
const travelling = new Places(4);
/** How often it is said how much has left: drawing it takes as long as sending a megabyte. */
const TELL_EVERY_MS = 200;

const pathOf = (blob: string) => ({ params: { path: { blob_id: blob } } });

/** Files of somebody with an account. */
const OWN: UploadPlace = {
  open: ({ blob: id, csize, hlen }) => bodyOf(http.POST("/v1/blobs", { body: { id, csize, hlen }, ...repeatSafe })),
  put: putPart,
  finish: (blob) => bodyOf(http.POST("/v1/blobs/{blob_id}/finish", { ...pathOf(blob), ...repeatSafe })),
  drop: (blob) => http.DELETE("/v1/blobs/{blob_id}", { ...pathOf(blob), ...repeatSafe }),
};

export class Upload {
  readonly file: File;
  readonly #sealer: FileSealer;
  readonly #report: (state: UploadState) => void;
  readonly #online: (signal: AbortSignal) => Promise<void>;
  readonly #place: UploadPlace;
  readonly #cancelled = new AbortController();
  readonly #sealed = new Map<number, Promise<SealedPart>>();
  readonly #pace = new Pace();
  /** From the moment on at which the server may know its id. */
  #begun: Begun | null = null;
  #isKnown = false;
  /** Ends when the last part that was begun is sealed: the sealer takes them in order. */
  #sealing: Promise<unknown> = Promise.resolve();
  readonly #stored = new Set<number>();
  /** Bytes of the file that have left, by the parts that are on their way. */
  readonly #leaving = new Map<number, number>();
  /** When it was last told how much has left; null when something else was told since. */
  #toldAt: number | null = null;
  #running: Promise<void> = Promise.resolve();
  #ended: Promise<void> | null = null;

  /** `online` ends when it is worth trying again after a lost connection, or when its signal does. */
  constructor(
    file: File,
    sealer: FileSealer,
    report: (state: UploadState) => void,
    online: (signal: AbortSignal) => Promise<void>,
    place: UploadPlace = OWN,
  ) {
    this.file = file;
    this.#sealer = sealer;
    this.#report = report;
    this.#online = online;
    this.#place = place;
    unclaimed.add(this);
  }

  /** Carry on until the file is stored, refused or cancelled; ends without throwing. May be called again after a failure. */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /** A message has taken the file: nothing of it is given up any more. */
  claimed(): void {
    unclaimed.delete(this);
  }

  /** Stop, and let the server and the sealer forget what they hold; ends when the server was told, or did not answer. */
  cancel(): Promise<void> {
    this.#ended ??= this.#giveUp();
    return this.#ended;
  }

  async #giveUp(): Promise<void> {
    unclaimed.delete(this);
    this.#cancelled.abort(new DOMException("cancelled", "AbortError"));
    // What is on its way to the server has to arrive before the end of it does.
    await this.#running;
    this.#sealed.clear();
    this.#sealer.drop();
    if (this.#begun === null) return;
    // Without an answer the server forgets by itself within a day.
    await this.#place.drop(this.#begun.blob).catch(() => undefined);
  }

  async #run(): Promise<void> {
    try {
      this.#cancelled.signal.throwIfAborted();
      const begun = await this.#begin();
      await this.#storeAll(begun);
      this.#sealer.allArrived?.();
      await this.#retrying(() => this.#place.finish(begun.blob));
      this.#tell({ phase: "ready" });
    } catch (problem) {
      if (!this.#cancelled.signal.aborted) this.#tell(failureOf(problem, this.file.name));
    }
  }

  async #begin(): Promise<Begun> {
    if (this.#begun !== null && this.#isKnown) return this.#begun;
    this.#tell({ phase: "encrypting", done: 0 });
    const begun = await this.#sealer.begin();
    this.#cancelled.signal.throwIfAborted();
    this.#begun = begun;
    // Sealed while the server makes room; what goes wrong with it shows when its turn comes.
    void this.#part(0, begun).catch(() => undefined);
    await this.#retrying(() => this.#place.open(begun));
    this.#isKnown = true;
    return begun;
  }

  /** Both lanes have ended when this does, also when one of them failed. */
  async #storeAll(begun: Begun): Promise<void> {
    let hasFailed = false;
    const lane = async () => {
      try {
        for (let part = this.#next(begun); part !== null && !hasFailed; part = this.#next(begun))
          await this.#store(part, begun);
      } catch (problem) {
        hasFailed = true;
        throw problem;
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  }

  /** The first part that nobody has stored or taken. */
  #next({ parts }: Begun): number | null {
    for (let part = 0; part < parts; part += 1) if (!this.#stored.has(part) && !this.#leaving.has(part)) return part;
    return null;
  }

  async #store(part: number, begun: Begun): Promise<void> {
    this.#leaving.set(part, 0);
    try {
      const sealed = await this.#part(part, begun);
      // The next one is sealed while this one travels; what goes wrong with it shows when its turn comes.
      if (part + 1 < begun.parts && !this.#stored.has(part + 1))
        void this.#part(part + 1, begun).catch(() => undefined);
      await this.#retrying(() => this.#put(part, sealed, begun));
      this.#sealed.delete(part);
      this.#stored.add(part);
      this.#sealer.arrived?.(part);
    } finally {
      this.#leaving.delete(part);
    }
  }

  /** Sealing a part twice with one key would reuse a nonce, so what was sealed is remembered until it is stored. */
  #part(part: number, begun: Begun): Promise<SealedPart> {
    const known = this.#sealed.get(part);
    if (known !== undefined) return known;
    const made = this.#sealing.then(() => this.#seal(part, begun));
    // After one that could not be sealed none is: its failure shows when the turn of each comes.
    made.catch(() => undefined);
    this.#sealing = made;
    this.#sealed.set(part, made);
    return made;
  }

  async #seal(part: number, { partSize }: Begun): Promise<SealedPart> {
    this.#cancelled.signal.throwIfAborted();
    const { sealed, digest } = await this.#sealer.seal(part, this.file.slice(part * partSize, (part + 1) * partSize));
    // Otherwise the first part leaves at once, and that is told.
    if (part === 0 && !this.#isKnown) this.#tell({ phase: "encrypting", done: 1 });
    return { bytes: sealed, digest };
  }

  async #put(part: number, { bytes, digest }: SealedPart, { blob }: Begun): Promise<void> {
    const progress = (sent: number) => {
      this.#leaving.set(part, sent);
      this.#tellProgress();
    };
    progress(0);
    const { signal } = this.#cancelled;
    await travelling.during(signal, () => this.#place.put(blob, part, bytes, digest, { signal, progress }));
  }

  #tellProgress(): void {
    const now = performance.now();
    if (this.#toldAt !== null && now - this.#toldAt < TELL_EVERY_MS) return;
    const done = this.#done();
    this.#tell({ phase: "uploading", done, secondsLeft: this.#pace.secondsLeft(done, this.file.size) });
    this.#toldAt = now;
  }

  /** Bytes of the file that are stored or have left. */
  #done(): number {
    let done = this.#storedBytes();
    for (const sent of this.#leaving.values()) done += sent;
    return Math.min(this.file.size, done);
  }

  async #retrying<Value>(act: () => Promise<Value>): Promise<Value> {
    for (;;) {
      this.#cancelled.signal.throwIfAborted();
      try {
        return await act();
      } catch (problem) {
        if (!isLineLost(problem)) throw problem;
        this.#tell({ phase: "paused", done: this.#storedBytes() });
        this.#pace.restart();
        await this.#online(this.#cancelled.signal);
      }
    }
  }

  #storedBytes(): number {
    return Math.min(this.file.size, this.#stored.size * (this.#begun?.partSize ?? 0));
  }

  #tell(state: UploadState): void {
    this.#toldAt = null;
    if (!this.#cancelled.signal.aborted) this.#report(state);
  }
}

function failureOf(problem: unknown, name: string): UploadState {
  const failed = (sentence: string, again: boolean): UploadState => ({ phase: "failed", problem: sentence, again });
  const shown = shownFileName(name);
  if (problem instanceof Error && "code" in problem && problem.code === "file-changed")
    return failed(`${shown} was changed or removed while it was read. Add it again.`, false);
  if (isProblem(problem, "blob-not-found"))
    return failed("The server has forgotten what was uploaded so far. Add the file again.", false);
  // What was sealed is still here, so whatever passes can be tried again.
  if (problem instanceof ApiProblem && isPassing(problem)) return failed(sentenceOf(problem), true);
  return failed(sentenceOf(problem, "This file could not be locked. Add it again."), false);
}

/** `part-digest` and `part-length`: the line has changed what went over it. */
function isPassing({ status, code }: ApiProblem): boolean {
  return status >= 500 || status === 408 || status === 429 || code === "part-digest" || code === "part-length";
}
