/**
 * One file of a link on its way down: fetched under the lease, verified and opened in the worker, and handed over only whole.
 * It grows in memory and not in the browser's private files: this page keeps nothing on the computer.
 */
import { linkPart } from "../api/links.ts";
import { isProblem } from "../api/problems.ts";
import { savedFileName } from "../lib/fileNames.ts";
import { download } from "../transfers/download.ts";
import { waitsForLine } from "../transfers/online.ts";
import { inMemory } from "../transfers/store.ts";
import { WorkerProblem } from "../worker/calls.ts";
import type { DownloadState } from "../transfers/download.ts";
import type { Opening } from "./opening.ts";
import { saidOf } from "./refusals.ts";
import { words } from "./words/language.ts";

/** How long the browser may take to copy the file away before it is forgotten here. */
const COPY_MS = 60_000;

let running = 0;

/** Whether a file is on its way: the page does not lock meanwhile. */
export function isFetching(): boolean {
  return running > 0;
}

/** Put the file with this index among the downloads. Throws when it could not be had, or `signal` ended it. */
export async function saveFile(
  opening: Opening,
  index: number,
  signal: AbortSignal,
  report: (state: DownloadState) => void,
): Promise<void> {
  const place = opening.files();
  if (place === null) return;
  running += 1;
  try {
    const { verbs, id, lease } = place;
    const { opening: handle, blob, name, size, parts, partSize } = await verbs.beginFile(index);
    const open = async (part: number, sealed: Uint8Array<ArrayBuffer>) =>
      (await verbs.openPart(handle, part, sealed.buffer)).plain;
    const opener = { blob, size, parts, partSize, place: linkPart(id, lease), open };
    const whole = await download(opener, inMemory(), { signal, report, online: waitsForLine() });
    await verbs.dropOpening(handle);
    handOver(whole, savedFileName(name));
  } finally {
    running -= 1;
  }
}

/** A download as every browser knows it, whatever the type of the file: it is never opened in this page. */
function handOver(whole: Blob, name: string): void {
  const url = URL.createObjectURL(new Blob([whole], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), COPY_MS);
}

export function fileProblemWords(problem: unknown): string {
  const { files } = words();
  if (problem instanceof WorkerProblem && problem.code === "attachment") return files.notAsSent;
  if (isProblem(problem, "link-gone")) return files.gone;
  return saidOf(problem, files.failed);
}

export type { DownloadState };
