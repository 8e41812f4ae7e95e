// Links for people without an account: sealed here, and kept so that each device of the maker can show them again
// (links.md 9.1, 9.2, 9.4, 9.6.8). The verbs behind the one door `link`.
import { unverifiedFacts } from "../crypto/entry.ts";
import { b64u, randomBytes, randomId, secondsOf, unb64u } from "../crypto/encoding.ts";
import type { Item } from "../crypto/items.ts";
import {
  type KeptLink,
  keysOfWords,
  linkHash,
  linkKeys,
  linkUrl,
  type LinkContent,
  type LinkReply,
  passphraseBytes,
  readKeptLink,
  sealLink,
} from "../crypto/links.ts";
import { LINK_WORDS, newWords, PASSPHRASE_WORDS } from "../crypto/linkwords.ts";
import { kindOf, type Pack, withAdded } from "../crypto/packs.ts";
import { isTooLarge } from "../crypto/payload.ts";
import { graveOf, type SavedRecord } from "../crypto/records.ts";
import type { KeptRequest } from "../crypto/requests.ts";
import { makeIdentity } from "../crypto/recipients.ts";
import type { Own } from "./door.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { Files, SealedFiles } from "./files.ts";
import type { KeptFacts, LinkDraft, LinkVerbs, SealedNewLink, WholeLink } from "./linkprotocol.ts";
import { Trouble } from "./problems.ts";
import { newKeys, newRequest } from "./requesting.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

interface Account {
  readonly entries: { keeper(): Promise<EntryKeeper> };
  readonly keeper: VaultKeeper;
  readonly files: Files;
}

// The server forgets a link 30 days after its end, which is 90 days after it was made at the latest.
const RECORD_SECONDS = 121 * 86_400;
const ACK_BYTES = 32;
const KEY_BYTES = 32;
const NO_SUBJECT = "(no subject)";
const MAX_TITLE = 200;

/** Answer one verb of the protocol for an unlocked account. */
export async function link(account: Account, verb: keyof LinkVerbs, args: readonly unknown[]): Promise<never> {
  const verbs = linkVerbs(await account.entries.keeper(), account);
  if (!Object.hasOwn(verbs, verb)) throw new Error("no such verb");
  const work = verbs[verb] as (...args: readonly unknown[]) => unknown;
  // What it gives is what the protocol says of this verb; no type says so for all at once.
  return (await work(...args)) as never;
}

function linkVerbs(entries: EntryKeeper, account: Account): Own<LinkVerbs> {
  return {
    sealLink: (draft) => seal(entries, account, draft),
    keptLinks: () => keptOf(entries).map(factsOf),
    linkAgain: (id) => again(entries, id),
  };
}

async function seal(entries: EntryKeeper, { keeper, files: all }: Account, draft: LinkDraft): Promise<SealedNewLink> {
  const passphrase = passphraseOf(draft.passphrase);
  const files = draft.files === null || draft.files.blobs.length === 0 ? null : all.take(draft.files);
  if (draft.mail.length > 0 && draft.passphrase !== "key") throw new Trouble("form", "a mailed link has no key in it");
  const [id, f, ack] = [randomId(), randomBytes(KEY_BYTES), randomBytes(ACK_BYTES)];
  const made = draft.reply === null ? null : await requestFor(keeper, draft, draft.reply, id);
  const content = contentOf(keeper, draft, files, made?.reply ?? null, { id, ack: b64u(ack), sent: entries.now() });
  if (isTooLarge(content)) throw new Trouble("draft-too-large", "text and items are over 1 MiB");
  const isOfWords = draft.passphrase === "key" && passphrase !== null;
  const keys = isOfWords ? await keysOfWords(id, passphrase) : await linkKeys(id, f, passphrase);
  const sealed = await sealLink(content, keys, files?.messageKey ?? (await makeIdentity()));
  const kept: KeptLink = {
    ...{
      kind: "link",
      id,
      ...(isOfWords ? {} : { f: b64u(f) }),
      ...(passphrase === null ? {} : { words: passphrase }),
    },
    ...{ subject: draft.subject, items: draft.items.length, files: files?.blobs.length ?? 0 },
    ...(made === null ? {} : { reply: made.reply.id }),
  };
  keep(entries, made === null ? [kept] : [made.item, kept]);
  const body = {
    ...{ id, access_hash: linkHash(keys.access), claim_hash: linkHash(keys.claim), ack_hash: linkHash(ack) },
    ...{ expires_at: draft.exp, views: draft.views, notify: draft.notify },
    ...{ mail: draft.mail, only_addr: draft.onlyAddr, lang: draft.lang },
    ...{ link: b64u(sealed.link), content: b64u(sealed.content), blobs: files?.blobs ?? [] },
  };
  return { body, request: made?.body ?? null };
}

/** The request that the readers of a link answer. */
async function requestFor(
  keeper: VaultKeeper,
  { subject }: LinkDraft,
  { exp, answers }: NonNullable<LinkDraft["reply"]>,
  link: string,
) {
  const asked = { title: replyTitle(subject), note: "", fields: [], text: true, files: true, exp, answers };
  const { item, body } = await newRequest(keeper, asked, await newKeys(), { link });
  const reply: LinkReply = { id: item.id, f: item.f, rr: body.recipient };
  return { item, body, reply };
}

function replyTitle(subject: string): string {
  const letters = Array.from(subject);
  if (letters.length === 0) return NO_SUBJECT;
  return letters.length <= MAX_TITLE ? subject : `${letters.slice(0, MAX_TITLE - 1).join("")}…`;
}

function passphraseOf(wish: LinkDraft["passphrase"]): string | null {
  if (wish === null) return null;
  if (wish === "generated") return newWords(PASSPHRASE_WORDS);
  if (wish === "key") return newWords(LINK_WORDS);
  passphraseBytes(wish.own);
  return wish.own;
}

function contentOf(
  { vault }: VaultKeeper,
  { subject, body, items, exp }: LinkDraft,
  files: SealedFiles | null,
  reply: LinkReply | null,
  { id, ack, sent }: { id: string; ack: string; sent: string },
): Omit<LinkContent, "v" | "t" | "mr"> {
  return {
    ...{ id, from: { name: unverifiedFacts(unb64u(vault.own)).name, addr: vault.addr }, sent, exp },
    ...{ subject, ctype: "text/markdown", body },
    ...(items.length === 0 ? {} : { items: items.map((item, i): Item => ({ i, ...item })) }),
    ...(files === null ? {} : { att: files.att }),
    ...(reply === null ? {} : { reply }),
    ack,
  };
}

function keep(entries: EntryKeeper, items: readonly (KeptLink | KeptRequest)[]): void {
  const now = entries.now();
  const records = items.map((item): SavedRecord => ({ id: randomId(), rev: 1, at: now, item }));
  entries.change((packs) =>
    withAdded(
      packs.map((pack) => withoutOld(pack, now)),
      entries.uid,
      records,
      "links",
    ),
  );
}

/** A pack of links without the records whose links nobody can have any more. */
function withoutOld(pack: Pack, now: string): Pack {
  if (kindOf(pack.pack) !== "links") return pack;
  // A request's record opens its answers, however old.
  const old = pack.items.filter(
    ({ at, item }) => item["kind"] === "link" && secondsOf(now) - secondsOf(at) > RECORD_SECONDS,
  );
  if (old.length === 0) return pack;
  const items = pack.items.filter((record) => !old.includes(record));
  return { ...pack, items, gone: [...pack.gone, ...old.map((record) => graveOf(record, now))] };
}

function keptOf(entries: EntryKeeper): readonly KeptLink[] {
  return entries
    .packs()
    .filter(({ pack }) => kindOf(pack) === "links")
    .flatMap(({ items }) => items.filter(({ item }) => item["kind"] === "link"))
    .map(({ item }) => readKeptLink(item));
}

function factsOf({ id, subject, items, files, f, words, reply }: KeptLink): KeptFacts {
  return {
    id,
    subject,
    items,
    files,
    hasPassphrase: words !== undefined,
    isOfWords: f === undefined,
    reply: reply ?? null,
  };
}

function again(entries: EntryKeeper, id: string): WholeLink | null {
  const kept = keptOf(entries).find((one) => one.id === id);
  return kept === undefined ? null : { link: linkUrl("", kept), passphrase: kept.words ?? null };
}
