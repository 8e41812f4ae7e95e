/** Own requests: the server's counts beside what this person keeps of each, sealed. */
import { bodyOf, http, repeatSafe } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { learnPeople } from "../../keys/people.ts";
import { fetchEntries } from "../../keys/vault.ts";
import type { Someone } from "../../mailbox/model.ts";
import { someone } from "../../mailbox/showing.ts";
import type { Facts } from "../../mailbox/showing.ts";
import type { AskedFor, AskedRequest, OpenedRequest } from "./model.ts";

/** Everything that is kept of requests until the lock. */
export const REQUESTS_KEY = ["requests"] as const;
const PAGE = 50;

type Wire = Schemas["RequestAnswer"];

export interface Listed {
  readonly request: Wire;
  readonly asked: AskedFor | null;
  readonly readers: readonly Someone[];
}

/**
 * Some of them, newest first, each with what it asks for. Those behind links stand with their links (links.md 9.6.8); as long
 * as there is nothing else, older ones are looked at.
 */
export async function fetchRequests(cursor: string | null): Promise<{ items: Listed[]; cursor: string | null }> {
  const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  const page = await bodyOf(http.GET("/v1/requests", { params: { query } }));
  const items = (await opened(page.items)).filter(({ asked }) => asked?.link == null);
  if (items.length === 0 && page.cursor !== null) return fetchRequests(page.cursor);
  return { items, cursor: page.cursor };
}

async function opened(requests: readonly Wire[]): Promise<Listed[]> {
  if (requests.length > 0) await fetchEntries();
  const sealed = requests.map(({ id, label }) => ({ id, label }));
  const facts = requests.length === 0 ? [] : await keyring().request("openRequests", sealed);
  const people = await peopleOf(requests.flatMap(({ readers }) => readers));
  return requests.map((request, at) => ({
    ...{ request, asked: facts[at] ?? null },
    readers: request.readers.map((addr) => someone({ addr, name: null }, people)),
  }));
}

/** Names are those of verified keys; while they cannot be had, the addresses stand there. */
async function peopleOf(addrs: readonly string[]): Promise<Facts> {
  const known = addrs.length === 0 ? [] : await learnPeople(addrs).catch(() => []);
  return new Map(known.map((one) => [one.addr, one]));
}

export function requestFrom({ request, asked, readers }: Listed, unread: number): AskedRequest {
  const { id, state, answers_left: answersLeft } = request;
  // The server says how many may come in all.
  const answers = request.answers - answersLeft;
  return {
    ...{ id, state, answers, answersLeft, asked, readers, unread },
    ...{ createdAt: new Date(request.created_at), expiresAt: new Date(request.expires_at) },
    endedAt: request.ended_at === null ? null : new Date(request.ended_at),
  };
}

export async function fetchRequest(id: string): Promise<OpenedRequest> {
  const wire = await bodyOf(http.GET("/v1/requests/{request_id}", { params: { path: { request_id: id } } }));
  const [listed] = await opened([wire]);
  const page = await bodyOf(http.GET("/v1/answers", { params: { query: { request: id, limit: PAGE } } }));
  const again = await keyring().request("requestAgain", id);
  const base = again === null ? "" : (await bodyOf(http.GET("/v1/instance"))).base_url;
  const came = page.items.map(({ mid, arrived_at, network, read_at }) => ({
    ...{ mid, at: new Date(arrived_at), network, unread: read_at === null },
  }));
  return {
    ...requestFrom(listed ?? { request: wire, asked: null, readers: [] }, page.unread),
    ...{ came, words: again?.words ?? [], url: again !== null && wire.state === "open" ? base + again.link : null },
  };
}

/** The link to pass on, under the configured address; null when its key is not here. */
export async function urlOf(id: string): Promise<string | null> {
  await fetchEntries();
  const again = await keyring().request("requestAgain", id);
  return again === null ? null : (await bodyOf(http.GET("/v1/instance"))).base_url + again.link;
}

export async function changeEnd(id: string, expiresAt: Date): Promise<void> {
  const body = { expires_at: expiresAt.toISOString().replace(/\.\d+Z$/, "Z") };
  await bodyOf(http.PATCH("/v1/requests/{request_id}", { params: { path: { request_id: id } }, body }));
}

export async function closeRequest(id: string): Promise<void> {
  await bodyOf(http.DELETE("/v1/requests/{request_id}", { params: { path: { request_id: id } }, ...repeatSafe }));
}
