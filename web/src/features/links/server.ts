/** Own links: the server's counts beside what this person keeps of each, sealed. */
import { bodyOf, http } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries } from "../../keys/vault.ts";
import type { Kept, OpenedLink, SharedLink } from "./model.ts";

export const LINKS_KEY = ["links"] as const;
const PAGE = 50;

type Wire = Pick<
  Schemas["LinkAnswer"],
  | ("id" | "state" | "created_at" | "expires_at" | "ended_at" | "views" | "views_left")
  | ("opened" | "opened_at" | "notify")
>;

export async function fetchLinks(cursor: string | null): Promise<{ items: Wire[]; cursor: string | null }> {
  const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  return bodyOf(http.GET("/v1/links", { params: { query } }));
}

/** By the ids of the links. */
export async function fetchKept(): Promise<ReadonlyMap<string, Kept>> {
  await fetchEntries();
  return new Map((await keyring().link("keptLinks")).map(({ id, ...kept }) => [id, kept]));
}

export function linkFrom(wire: Wire, kept: ReadonlyMap<string, Kept>): SharedLink {
  const time = (at: string | null) => (at === null ? null : new Date(at));
  const { id, state, views, opened, notify } = wire;
  return {
    ...{ id, state, views, opened, notify, viewsLeft: wire.views_left },
    ...{ createdAt: new Date(wire.created_at), expiresAt: new Date(wire.expires_at) },
    ...{ endedAt: time(wire.ended_at), openedAt: time(wire.opened_at), kept: kept.get(id) ?? null },
  };
}

export async function fetchLink(id: string): Promise<OpenedLink> {
  const wire = await bodyOf(http.GET("/v1/links/{link_id}", { params: { path: { link_id: id } } }));
  const link = linkFrom(wire, await fetchKept());
  const visits = wire.visits.map(({ at, network }) => ({ at: new Date(at), network }));
  return { ...link, visits, url: link.state === "open" ? await urlOf(id) : null };
}

/** The link to pass on, under the configured address; null when its key is not here. */
export async function urlOf(id: string): Promise<string | null> {
  await fetchEntries();
  const whole = await keyring().link("linkAgain", id);
  return whole === null ? null : (await bodyOf(http.GET("/v1/instance"))).base_url + whole.link;
}

export async function passphraseOf(id: string): Promise<string> {
  await fetchEntries();
  return (await keyring().link("linkAgain", id))?.passphrase ?? "";
}

export async function changeLink(id: string, change: { expiresAt?: Date; notify?: boolean }): Promise<void> {
  const expires = change.expiresAt?.toISOString().replace(/\.\d+Z$/, "Z") ?? null;
  const body = { expires_at: expires, notify: change.notify ?? null };
  await bodyOf(http.PATCH("/v1/links/{link_id}", { params: { path: { link_id: id } }, body }));
}

export async function revokeLink(id: string): Promise<void> {
  await bodyOf(http.DELETE("/v1/links/{link_id}", { params: { path: { link_id: id } } }));
}
