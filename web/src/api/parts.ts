/**
 * Sealed parts of files, which are raw bytes and no JSON (spec/api.md 7b): up and down with progress.
 *
 * Fails like every call: `ApiProblem` for a refusal, `ConnectionLost` without an answer, and the signal's reason when it
 * was cancelled. Nothing is repeated here; whoever transfers keeps the bytes and decides.
 */
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
export function putPart(blob: string, part: number, sealed: Blob, digest: string, call: PartCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    request.open("PUT", address(blob, part));
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Content-Digest", `sha-256=:${digest}:`);
    request.upload.onprogress = ({ loaded }) => call.progress(loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else void refusalOf(answerOf(request)).then(reject);
    };
    request.onerror = () => reject(new ConnectionLost());
    request.onabort = () => reject(call.signal.reason as Error);
    request.onloadend = () => call.signal.removeEventListener("abort", cancel);
    call.signal.addEventListener("abort", cancel);
    if (call.signal.aborted) cancel();
    else request.send(sealed);
  });
}

const PLACE: PartPlace = { address, init: { headers: HEADERS } };

/** The bytes of a part, as the server has them: unverified. */
export async function fetchPart(
  blob: string,
  part: number,
  call: PartCall,
  place: PartPlace = PLACE,
): Promise<Uint8Array<ArrayBuffer>> {
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
  return all;
}

function answerOf(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader("Retry-After");
  return new Response(request.responseText, {
    status: request.status,
    headers: retryAfter === null ? {} : { "Retry-After": retryAfter },
  });
}
