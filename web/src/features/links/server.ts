/** Own links: the server's counts beside what this person keeps of each, sealed. */
import { bodyOf, http } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries } from "../../keys/vault.ts";
import type { Kept, LinkMail, OpenedLink, SharedLink } from "./model.ts";
import { closeReplies, followEnd } from "./replies.ts";

export const LINKS_KEY = ["links"] as const;
const PAGE = 50;

type Wire = Pick<
  Schemas["LinkAnswer"],
  | ("id" | "state" | "created_at" | "expires_at" | "ended_at" | "views" | "views_left")
  | ("opened" | "opened_at" | "notify" | "only_addr" | "mails")
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
    ...{ onlyAddr: wire.only_addr, mails: wire.mails.map(mailFrom) },
    ...{ endedAt: time(wire.ended_at), openedAt: time(wire.opened_at), kept: kept.get(id) ?? null },
  };
}

function mailFrom({
  to,
  state,
  reason,
  asked_at: asked,
  ended_at: ended,
  again_at: again,
}: Wire["mails"][number]): LinkMail {
  const time = (at: string | null) => (at === null ? null : new Date(at));
  return { to, state, reason, askedAt: new Date(asked), endedAt: time(ended), againAt: time(again) };
}

/** Have the link mailed once more, without its key. */
export async function mailAgain(id: string, to: string): Promise<void> {
  await bodyOf(http.POST("/v1/links/{link_id}/mails", { params: { path: { link_id: id } }, body: { to: [to] } }));
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

/** The passphrase or the words of it; null when they are not here. */
export async function passphraseOf(id: string): Promise<string | null> {
  await fetchEntries();
  return (await keyring().link("linkAgain", id))?.passphrase ?? null;
}

/** Another end, which replies follow as far as a request may be open, or another wish to be told. */
export async function changeLink(
  id: string,
  change: { expiresAt?: Date; notify?: boolean },
  maxReplyDays: number,
): Promise<void> {
  const expires = change.expiresAt?.toISOString().replace(/\.\d+Z$/, "Z") ?? null;
  const body = { expires_at: expires, notify: change.notify ?? null };
  await bodyOf(http.PATCH("/v1/links/{link_id}", { params: { path: { link_id: id } }, body }));
  const reply = change.expiresAt === undefined ? null : await replyTo(id);
  if (reply !== null && change.expiresAt !== undefined) await followEnd(reply, change.expiresAt, maxReplyDays);
}

/** Nobody opens it any more, and nobody answers it. */
export async function revokeLink(id: string): Promise<void> {
  await bodyOf(http.DELETE("/v1/links/{link_id}", { params: { path: { link_id: id } } }));
  const reply = await replyTo(id);
  if (reply !== null) await closeReplies(reply);
}

async function replyTo(id: string): Promise<string | null> {
  return (await fetchKept()).get(id)?.reply ?? null;
}
