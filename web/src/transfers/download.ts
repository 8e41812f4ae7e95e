/**
 * One file on its way down: fetched part by part, verified and opened in the worker, and handed out only when all of it
 * was (spec/attachments.md 7). The next part is fetched while one is opened.
 */
import { fetchPart, type PartPlace } from "../api/parts.ts";
import { isLineLost } from "./online.ts";
import type { Store } from "./store.ts";

export type DownloadState =
  /** Bytes of the file, fetched and opened. */
  { readonly phase: "getting"; readonly done: number } | { readonly phase: "paused" };

/** What opens one file; the key stays with it. */
export interface FileOpener {
  readonly blob: string;
  /** Length of the plaintext, as signed: `parts` pieces of `partSize` bytes, the last one shorter. */
  readonly size: number;
  readonly parts: number;
  readonly partSize: number;
  /** Where its parts lie; with those of messages when absent. */
  readonly place?: PartPlace;
  /** Verify a part against the signed manifest and open it; fails when a single byte is not as it was sealed. */
  open(part: number, sealed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

interface Surroundings {
  readonly signal: AbortSignal;
  readonly report: (state: DownloadState) => void;
  readonly online: (signal: AbortSignal) => Promise<void>;
}

/** The whole file. Throws, and leaves nothing behind, when any part of it is refused or the signal ends it. */
export async function download(opener: FileOpener, store: Store, around: Surroundings): Promise<Blob> {
  // A part that is refused also ends the fetching of the one after it.
  const ended = new AbortController();
  const signal = AbortSignal.any([around.signal, ended.signal]);
  try {
    await getAll(opener, store, { ...around, signal });
    return await store.take();
  } catch (problem) {
    ended.abort(problem);
    await store.drop();
    throw problem;
  }
}

async function getAll(opener: FileOpener, store: Store, around: Surroundings): Promise<void> {
  const { parts } = opener;
  let coming = fetchOn(opener, 0, around);
  for (let part = 0; part < parts; part += 1) {
    const sealed = await coming;
    if (part + 1 < parts) {
      coming = fetchOn(opener, part + 1, around);
      // Its failure is met when its turn comes.
      coming.catch(() => undefined);
    }
    await store.append(await opener.open(part, sealed));
    around.signal.throwIfAborted();
  }
}

async function fetchOn(opener: FileOpener, part: number, around: Surroundings): Promise<Uint8Array<ArrayBuffer>> {
  const before = part * opener.partSize;
  const progress = (got: number) => around.report({ phase: "getting", done: Math.min(opener.size, before + got) });
  for (;;) {
    around.signal.throwIfAborted();
    try {
      return await fetchPart(opener.blob, part, { signal: around.signal, progress }, opener.place);
    } catch (problem) {
      if (!isLineLost(problem)) throw problem;
      around.report({ phase: "paused" });
      await around.online(around.signal);
    }
  }
}
