/**
 * The one way to the server: typed calls that give the answer's body, or throw `ApiProblem` or `ConnectionLost`.
 *
 * Reading, and writing that is marked repeat-safe, is tried three times when no answer comes. Nothing else is ever sent
 * twice. A 401 of an ended session is told to whoever listens, besides being thrown.
 */
import createClient from "openapi-fetch";
import { ConnectionLost, problemOf } from "./problems.ts";
import type { ApiProblem } from "./problems.ts";
import type { components, paths } from "./schema.gen.ts";

export type Schemas = components["schemas"];

const PAUSES_MS = [300, 1_200];
/** What every request says of itself. */
export const HEADERS = { "Waxpost-Protocol": "1" };

export const http = createClient<paths>({ baseUrl: location.origin, headers: HEADERS, fetch: send });

/** The body of an answer. */
export async function bodyOf<Body>(call: Promise<{ data?: Body }>): Promise<Body> {
  // `send` throws for every refusal, so there is a body, or none is due (204).
  return (await call).data as Body;
}

/** The header that makes a write conditional on the version this client saw. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}

/** For calls that may be repeated when no answer came: the server answers the same again. */
export const repeatSafe = { fetch: sendRepeatedly };

/** For calls before there is an account: the pass of an opened invitation. */
export function withPass(pass: string): { Authorization: string } {
  return { Authorization: `Bearer ${pass}` };
}

/** Raw bytes of `GET log`, which are no JSON. */
export async function fetchLog(from: number, headers: Record<string, string> = {}): Promise<Uint8Array> {
  const request = new Request(`${location.origin}/v1/log?from=${from}`, { headers: { ...HEADERS, ...headers } });
  const response = await sendRepeatedly(request);
  return new Uint8Array(await response.arrayBuffer());
}

const signedOut = new Set<() => void>();

/** Called when the server says that there is no session any more. Gives back how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

async function send(request: Request): Promise<Response> {
  return request.method === "GET" ? sendRepeatedly(request) : sendOnce(request);
}

async function sendRepeatedly(request: Request): Promise<Response> {
  for (const pause of PAUSES_MS) {
    try {
      return await sendOnce(request.clone());
    } catch (problem) {
      if (!(problem instanceof ConnectionLost)) throw problem;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return sendOnce(request);
}

async function sendOnce(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw new ConnectionLost(cause);
  }
  if (response.ok) return response;
  throw await refusalOf(response, request.headers.has("Authorization"));
}

/** The problem of an answer that is a refusal, after telling whoever listens that the session is over, if it is. */
export async function refusalOf(response: Response, hasPass = false): Promise<ApiProblem> {
  const problem = await problemOf(response);
  if (problem.code === "not-signed-in" && !hasPass) for (const listener of signedOut) listener();
  return problem;
}

type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value]: Writable<Value[Name]> }
    : Value;

/** A body of readonly shapes, for the generated types, which know no `readonly`. It is only sent. */
export function writable<Body>(body: Body): Writable<Body> {
  return body as Writable<Body>;
}
