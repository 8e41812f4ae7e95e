/**
 * What somebody with a link and no account asks the server (spec/api.md 7c). No cookie goes along, and nothing is kept.
 *
 * Fails like every call: `ApiProblem` for a refusal, `ConnectionLost` without an answer. Nothing is sent twice here.
 */
import type { PartPlace } from "./parts.ts";
import { ConnectionLost, problemOf } from "./problems.ts";
import type { components } from "./schema.gen.ts";

type Schemas = components["schemas"];
export type LookedAt = Schemas["LookedAt"];
export type Lease = Schemas["Lease"];
export type CodeAsked = Schemas["CodeAsked"];
export type ViewUsed = Schemas["ViewUsed"];
export type AboutServer = Pick<Schemas["InstanceAnswer"], "organisation" | "base_url">;

const JSON_HEADERS = { "Waxpost-Protocol": "1", "Content-Type": "application/json" };

/** Who made it and how often it can be opened still. Uses nothing. */
export function lookAtLink(id: string, access: string): Promise<LookedAt> {
  return post(`${id}/access`, { access });
}

/** Have a code mailed to the one address that may open it; in the pause after the last one none goes. Uses nothing. */
export function askLinkCode(id: string, access: string): Promise<CodeAsked> {
  return post(`${id}/code`, { access });
}

/** A lease, and what to open; `code` is the one that was mailed, where one is needed. Uses no view. */
export function claimLink(id: string, access: string, claim: string, code: string | null): Promise<Lease> {
  return post(`${id}/claim`, code === null ? { access, claim } : { access, claim, code });
}

/** Now a view is used; the same again uses nothing. */
export function confirmLink(id: string, lease: string, ack: string): Promise<ViewUsed> {
  return post(`${id}/confirm`, { lease, ack });
}

export async function deleteLink(id: string, lease: string): Promise<void> {
  await send(`${id}/delete`, { lease });
}

/** The organisation and the address of this server; null when it does not say. */
export async function aboutServer(): Promise<AboutServer | null> {
  try {
    const answer = await fetch("/v1/instance", { headers: JSON_HEADERS, credentials: "omit" });
    return answer.ok ? ((await answer.json()) as AboutServer) : null;
  } catch {
    return null;
  }
}

/** Where a part of a link's file lies, for whoever confirmed. */
export function linkPart(id: string, lease: string): PartPlace {
  return {
    address: (blob, part) => `/v1/links/${id}/blobs/${blob}/parts/${part}`,
    init: { headers: { "Waxpost-Protocol": "1", "Waxpost-Lease": lease }, credentials: "omit" },
  };
}

async function post<Body>(path: string, body: Readonly<Record<string, string>>): Promise<Body> {
  return (await (await send(path, body)).json()) as Body;
}

async function send(path: string, body: Readonly<Record<string, string>>): Promise<Response> {
  const init: RequestInit = { method: "POST", headers: JSON_HEADERS, body: JSON.stringify(body) };
  let answer: Response;
  try {
    answer = await fetch(`/v1/links/${path}`, { ...init, credentials: "omit", cache: "no-store" });
  } catch (cause) {
    throw new ConnectionLost(cause);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}
