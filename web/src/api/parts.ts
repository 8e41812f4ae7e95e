/**
 * Sealed parts of files, which are raw bytes and no JSON (spec/api.md 7b): up and down with progress.
 *
 * Fails like every call: `ApiProblem` for a refusal, `ConnectionLost` without an answer, and the signal's reason when it
 * was cancelled. Nothing is repeated here; whoever transfers keeps the bytes and decides.
 */
import { release } from "../lib/memory.ts";
import { HEADERS, refusalOf } from "./client.ts";
import { ConnectionLost } from "./problems.ts";

export interface PartCall {
  readonly signal: AbortSignal;
  /** Bytes so far. */
  readonly progress: (done: number) => void;
}

/** Where the parts of a file lie, and what is said when they are fetched. */
export interface PartPlace {
  readonly address: (blob: string, part: number) => string;
  readonly init: RequestInit;
}

const address = (blob: string, part: number) => `${location.origin}/v1/blobs/${blob}/parts/${part}`;

/**
 * Store a part. `digest` is its SHA-256 in base64. A `Blob` is sent many times faster than an array, and only
 * `XMLHttpRequest` says how much of a body has left.
 */
export async function putPart(
  blob: string,
  part: number,
  sealed: Blob,
  digest: string,
  { signal, progress }: PartCall,
): Promise<void> {
  const request = prepared("PUT", address(blob, part));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Content-Digest", `sha-256=:${digest}:`);
  request.upload.onprogress = ({ loaded }) => progress(loaded);
  await answerTo(request, sealed, signal);
}

/** The bytes of a part, as the server has them: unverified. Without a place it is one of those of messages. */
export function fetchPart(
  blob: string,
  part: number,
  call: PartCall,
  place?: PartPlace,
): Promise<Uint8Array<ArrayBuffer>> {
  return place === undefined ? getOwn(blob, part, call) : getFrom(place, blob, part, call);
}

/**
 * As a `Blob` first, which grows outside of the page: what a page reads piece by piece, or as an array, Chromium holds in
 * memory until it collects what nobody uses, 200 MB of a file of a gigabyte.
 */
async function getOwn(blob: string, part: number, { signal, progress }: PartCall): Promise<Uint8Array<ArrayBuffer>> {
  const request = prepared("GET", address(blob, part));
  request.onprogress = ({ loaded }) => progress(loaded);
  return new Uint8Array(await (await answerTo(request, null, signal)).arrayBuffer());
}

function prepared(method: string, url: string): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
  request.responseType = "blob";
  return request;
}

function answerTo(request: XMLHttpRequest, body: Blob | null, signal: AbortSignal): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const cancel = () => request.abort();
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Blob);
      else void refusalOf(answerOf(request)).then(reject);
    };
    request.onerror = () => reject(new ConnectionLost());
    request.onabort = () => reject(signal.reason as Error);
    request.onloadend = () => signal.removeEventListener("abort", cancel);
    signal.addEventListener("abort", cancel);
    if (signal.aborted) cancel();
    else request.send(body);
  });
}

async function getFrom(place: PartPlace, blob: string, part: number, call: PartCall): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(place.address(blob, part), { ...place.init, signal: call.signal });
    if (!response.ok) throw await refusalOf(response);
    return await readAll(response, call.progress);
  } catch (problem) {
    if (call.signal.aborted) throw call.signal.reason;
    throw problem instanceof TypeError ? new ConnectionLost(problem) : problem;
  }
}

async function readAll(response: Response, progress: (done: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
    pieces.push(piece.value);
    done += piece.value.length;
    progress(done);
  }
  const all = new Uint8Array(done);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  for (const piece of pieces) release(piece.buffer);
  return all;
}

function answerOf(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader("Retry-After");
  return new Response(request.response as Blob, {
    status: request.status,
    headers: retryAfter === null ? {} : { "Retry-After": retryAfter },
  });
}
