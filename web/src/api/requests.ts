/**
 * What somebody with the link of a request and no account asks the server (spec/api.md 7d). No cookie goes along, and
 * nothing is kept.
 *
 * Fails like every call: `ApiProblem` for a refusal, `ConnectionLost` without an answer. Nothing is sent twice here.
 */
import type { PartCall } from "./parts.ts";
import { ConnectionLost, problemOf } from "./problems.ts";
import type { components } from "./schema.gen.ts";

type Schemas = components["schemas"];
export type RequestSeen = Schemas["RequestSeen"];
export type AnswerLimits = Schemas["AnswerLimits"];
export type WorkToDo = Schemas["WorkToDo"];
export type PassGiven = Schemas["PassGiven"];

const PROTOCOL = { "Waxpost-Protocol": "1" };
const JSON_TYPE = { "Content-Type": "application/json" };

/** Who asks, the key for answers, and the sealed label. Uses nothing. */
export function lookAtRequest(id: string, claim: string): Promise<RequestSeen> {
  return post(`${id}/open`, { claim });
}

/** Work that one answer costs. */
export function askForWork(id: string, claim: string): Promise<WorkToDo> {
  return post(`${id}/work`, { claim });
}

/** The right to give one answer, for work that was done. Not repeat-safe. */
export function beginAnswer(id: string, claim: string, challenge: string, counter: number): Promise<PassGiven> {
  return post(`${id}/begin`, { claim, challenge, counter });
}

/** The same bytes again under the same pass are taken once. */
export async function giveAnswer(id: string, pass: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  await send(`${id}/answer`, withPass(pass, JSON_TYPE), JSON.stringify(body));
}

/** Where the files of one answer go. */
export function answerFiles(id: string, pass: string) {
  return {
    open: ({ blob, csize, hlen }: { blob: string; csize: number; hlen: number }) =>
      send(`${id}/blobs`, withPass(pass, JSON_TYPE), JSON.stringify({ id: blob, csize, hlen })),
    /** By `fetch`, which can leave cookies at home; it says nothing of a part on its way. */
    put: async (blob: string, part: number, sealed: Blob, digest: string, { signal, progress }: PartCall) => {
      const headers = { "Content-Type": "application/octet-stream", "Content-Digest": `sha-256=:${digest}:` };
      await send(`${id}/blobs/${blob}/parts/${part}`, withPass(pass, headers), sealed, { method: "PUT", signal });
      progress(sealed.size);
    },
    finish: (blob: string) => send(`${id}/blobs/${blob}/finish`, withPass(pass, {}), undefined),
    /** What is not sent goes with the pass. */
    drop: () => Promise.resolve(),
  };
}

function withPass(pass: string, headers: Readonly<Record<string, string>>): Record<string, string> {
  return { ...PROTOCOL, ...headers, "Waxpost-Pass": pass };
}

async function post<Answer>(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
  const answer = await send(path, { ...PROTOCOL, ...JSON_TYPE }, JSON.stringify(body));
  return (await answer.json()) as Answer;
}

async function send(
  path: string,
  headers: Record<string, string>,
  body: BodyInit | undefined,
  how: { method: string; signal?: AbortSignal } = { method: "POST" },
): Promise<Response> {
  const init: RequestInit = { ...how, headers, credentials: "omit", cache: "no-store" };
  let answer: Response;
  try {
    answer = await fetch(`/v1/requests/${path}`, body === undefined ? init : { ...init, body });
  } catch (cause) {
    how.signal?.throwIfAborted();
    throw new ConnectionLost(cause);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}
