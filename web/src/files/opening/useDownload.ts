/** Getting one file of a message or an entry: fetched, unlocked, and only then handed over. */
import { useEffect, useRef, useState } from "react";
import type { PartPlace } from "../../api/parts.ts";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { download } from "../../transfers/download.ts";
import type { DownloadState } from "../../transfers/download.ts";
import { waitsForLine } from "../../transfers/online.ts";
import { forgottenAtLock, storeFor } from "../../transfers/store.ts";
import type { Store } from "../../transfers/store.ts";
import { savedFileName } from "../../lib/fileNames.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { FileOpening } from "../../worker/shapes.ts";

/** How long the browser may take to copy the file away before it is forgotten here: a minute, and more for a large one. */
const COPY_MS = 60_000;
const COPIED_PER_MS = 10_000;

/** To put it among the downloads, or to show it here. */
type Use = "save" | "look";

export type Getting =
  DownloadState | { readonly phase: "none" } | { readonly phase: "failed"; readonly problem: string };

export interface Download {
  readonly state: Getting;
  /** Put the file among the downloads of this computer. */
  readonly save: () => void;
  /** The whole file for a preview; null when it could not be had, which `state` explains. */
  readonly get: () => Promise<Blob | null>;
  readonly cancel: () => void;
}

/** Its parts lie with those of messages where no place is said. */
type PlacedOpening = FileOpening & { readonly place?: PartPlace };

/** What opens the file anew for each download, and what to say when the server has it no more. */
export interface FileSource {
  readonly begin: () => Promise<PlacedOpening>;
  readonly goneWords: string;
}

export function useDownload(name: string, { begin, goneWords }: FileSource): Download {
  const [state, setState] = useState<Getting>({ phase: "none" });
  const running = useRef<AbortController | null>(null);
  const cancel = () => running.current?.abort(new DOMException("cancelled", "AbortError"));
  // What is no longer shown is no longer fetched.
  useEffect(() => () => running.current?.abort(new DOMException("left", "AbortError")), []);
  const fetchFile = async (use: Use): Promise<{ blob: Blob; store: Store } | null> => {
    cancel();
    const call = new AbortController();
    running.current = call;
    setState({ phase: "getting", done: 0 });
    try {
      const got = await fetchOpened(begin, use, call.signal, setState);
      setState({ phase: "none" });
      return got;
    } catch (problem) {
      const isMine = running.current === call;
      if (isMine)
        setState(call.signal.aborted ? { phase: "none" } : { phase: "failed", problem: wordsFor(problem, goneWords) });
      return null;
    }
  };
  const save = async () => {
    const got = await fetchFile("save");
    if (got === null) return;
    handOver(got.blob, savedFileName(name), got.store);
  };
  return { state, save: () => void save(), get: async () => (await fetchFile("look"))?.blob ?? null, cancel };
}

async function fetchOpened(
  begin: () => Promise<PlacedOpening>,
  use: Use,
  signal: AbortSignal,
  report: (state: DownloadState) => void,
): Promise<{ blob: Blob; store: Store }> {
  const { opening, blob, size, parts, partSize, place } = await begin();
  try {
    const store = await storeFor(size, use);
    const open = async (part: number, sealed: Uint8Array<ArrayBuffer>) =>
      (await keyring().openPart(opening, part, sealed.buffer)).plain;
    const opener = { blob, size, parts, partSize, open, ...(place === undefined ? {} : { place }) };
    const whole = await download(opener, store, {
      signal,
      report,
      online: waitsForLine(),
    });
    return { blob: whole, store };
  } finally {
    // A lock has dropped it before.
    keyring()
      .dropOpening(opening)
      .catch(() => undefined);
  }
}

/** A download as every browser knows it, whatever the type of the file: it is never opened in this page. */
function handOver(whole: Blob, name: string, store: Store): void {
  const url = URL.createObjectURL(new Blob([whole], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  const forget = forgottenAtLock(async () => {
    URL.revokeObjectURL(url);
    await store.drop();
  });
  setTimeout(() => void forget(), COPY_MS + whole.size / COPIED_PER_MS);
}

function wordsFor(problem: unknown, goneWords: string): string {
  if (problem instanceof WorkerProblem && problem.code === "attachment")
    return "This file is not as it was sent. Nothing was saved. Tell an administrator.";
  if (isProblem(problem, "blob-not-found", "answer-not-found")) return goneWords;
  if (problem instanceof DOMException && problem.name === "QuotaExceededError")
    return "There is not enough room on this computer for this file.";
  return sentenceOf(problem, "This file could not be opened. Try again.");
}
