// Requests to people without an account: sealed here, their keys kept so that each device of the asker can open the
// answers (links.md 9.6). The verbs behind the one door `request`.
import { partCount } from "../crypto/attachment.ts";
import { unverifiedFacts } from "../crypto/entry.ts";
import { b64u, hash, randomBytes, randomId, unb64u } from "../crypto/encoding.ts";
import { kindOf, withAdded } from "../crypto/packs.ts";
import type { HandedRequest } from "../crypto/payload.ts";
import { makeIdentity, publicKeyOf } from "../crypto/recipients.ts";
import { Refused } from "../crypto/refused.ts";
import {
  findTaken,
  type KeptRequest,
  openAnswer,
  openLabel,
  readKeptRequest,
  requestClaim,
  type RequestLabel,
  requestUrl,
  sealLabel,
  takeRequest,
} from "../crypto/requests.ts";
import { keyWords } from "../crypto/words.ts";
import { messageTo } from "./asking.ts";
import type { Own } from "./door.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { Files } from "./files.ts";
import { shownItem } from "./itemfacts.ts";
import type { HandedOver, Messages } from "./messages.ts";
import type {
  AnswerBody,
  AnswerFacts,
  AnswerResult,
  NewRequestBody,
  RequestDraft,
  RequestFacts,
  RequestReaders,
  RequestVerbs,
  SealedForReaders,
  ToldBody,
  WholeRequest,
} from "./requestprotocol.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

interface Account {
  readonly entries: { keeper(): Promise<EntryKeeper> };
  readonly keeper: VaultKeeper;
  readonly files: Files;
  readonly messages: Pick<Messages, "handedBy" | "seal">;
  readonly directory: { facts(addr: string): { readonly name: string | null } };
}

const KEY_BYTES = 32;

/** Answer one verb of the protocol for an unlocked account. */
export async function request(account: Account, verb: keyof RequestVerbs, args: readonly unknown[]): Promise<never> {
  const verbs = requestVerbs(await account.entries.keeper(), account);
  if (!Object.hasOwn(verbs, verb)) throw new Error("no such verb");
  const work = verbs[verb] as (...args: readonly unknown[]) => unknown;
  // What it gives is what the protocol says of this verb; no type says so for all at once.
  return (await work(...args)) as never;
}

function requestVerbs(entries: EntryKeeper, account: Account): Own<RequestVerbs> {
  const { keeper, messages } = account;
  return {
    sealRequest: (draft) => seal(entries, keeper, draft),
    sealRequestFor: (draft, readers) => sealFor(entries, account, draft, readers),
    openRequests: (requests) => {
      const kept = keptOf(entries);
      return Promise.all(requests.map(({ id, label }) => factsOf(kept.get(id), label)));
    },
    requestAgain: (id) => again(keptOf(entries).get(id)),
    openAnswers: async (answers) => {
      const kept = keptOf(entries);
      const results: AnswerResult[] = [];
      for (const answer of answers) results.push(await open(kept.get(answer.request), answer, account));
      return results;
    },
    handedRequests: (mids) => mids.flatMap((mid) => handed(entries, mid, messages.handedBy(mid))),
    takeRequest: (mid, told) => take(entries, messages.handedBy(mid), told),
  };
}

async function seal(entries: EntryKeeper, keeper: VaultKeeper, draft: RequestDraft): Promise<NewRequestBody> {
  const { item, body } = await newRequest(keeper, draft, await newKeys());
  keep(entries, item);
  return body;
}

/** The server is told exactly the readers of the message, and whoever answers how many they are. */
async function sealFor(
  entries: EntryKeeper,
  { keeper, messages }: Account,
  draft: RequestDraft,
  readers: RequestReaders,
): Promise<SealedForReaders> {
  const keys = await newKeys();
  const { envelope: message } = await messages.seal(messageTo(readers, draft.title), null, keys);
  const { item, body } = await newRequest(keeper, draft, keys, { others: message.recipients.length });
  keep(entries, item);
  return { request: { ...body, readers: message.recipients.map(({ addr }) => addr) }, message };
}

function keep(entries: EntryKeeper, item: KeptRequest): void {
  const record = { id: randomId(), rev: 1, at: entries.now(), item };
  entries.change((packs) => withAdded(packs, entries.uid, [record], "links"));
}

/** For one request: its id, F and RK. */
export async function newKeys(): Promise<HandedRequest> {
  return { id: randomId(), f: b64u(randomBytes(KEY_BYTES)), rk: await makeIdentity() };
}

/**
 * A request with its keys, which are still to be kept. `link`: the link whose readers it lets answer (links.md 9.6.8),
 * `others`: how many people read the answers as well (9.6.7).
 */
export async function newRequest(
  { vault }: VaultKeeper,
  draft: RequestDraft,
  keys: HandedRequest,
  more: Pick<RequestLabel, "link" | "others"> = {},
): Promise<{ item: KeptRequest; body: NewRequestBody }> {
  const [{ id, rk }, f] = [keys, unb64u(keys.f, KEY_BYTES)];
  const { title, note, fields, text, files, exp, answers } = draft;
  const asker = { name: unverifiedFacts(unb64u(vault.own)).name, addr: vault.addr };
  const label = await sealLabel({ id, asker, title, note, fields, text, files, exp, ...more }, f);
  return {
    item: { kind: "request", ...keys },
    body: {
      ...{ id, claim_hash: b64u(hash(requestClaim(f))), recipient: b64u(await publicKeyOf(rk)) },
      ...{ label: b64u(label), expires_at: exp, answers },
    },
  };
}

function keptOf(entries: EntryKeeper): ReadonlyMap<string, KeptRequest> {
  const records = entries
    .packs()
    .filter(({ pack }) => kindOf(pack) === "links")
    .flatMap(({ items }) => items.filter(({ item }) => item["kind"] === "request"));
  return new Map(records.map(({ item }) => readKeptRequest(item)).map((kept) => [kept.id, kept]));
}

/** The label of a request of one's own; null when it is not what was sealed. */
async function labelOf(kept: KeptRequest | undefined, sealed: string): Promise<RequestLabel | null> {
  if (kept === undefined) return null;
  try {
    const label = await openLabel(unb64u(sealed), kept.id, unb64u(kept.f, KEY_BYTES));
    return kept.from === undefined || label.asker.addr === kept.from ? label : null;
  } catch (problem) {
    if (problem instanceof Refused) return null;
    throw problem;
  }
}

async function factsOf(kept: KeptRequest | undefined, sealed: string): Promise<RequestFacts | null> {
  const label = await labelOf(kept, sealed);
  if (label === null) return null;
  const { id, title, note, fields, text, files, link = null } = label;
  return { id, title, note, fields, text, files, link };
}

async function again(kept: KeptRequest | undefined): Promise<WholeRequest | null> {
  if (kept === undefined) return null;
  return { link: await requestUrl("", kept), words: keyWords(hash(await publicKeyOf(kept.rk))) };
}

function handed(entries: EntryKeeper, mid: string, over: HandedOver | undefined) {
  if (over === undefined) return [];
  const { id } = over.request;
  const state = refusedOr(() => (findTaken(over.request, keptOf(entries).get(id)) === undefined ? "wanted" : "taken"));
  return [{ mid, id, state }] as const;
}

async function take(entries: EntryKeeper, over: HandedOver | undefined, told: ToldBody): Promise<"taken" | "refused"> {
  if (over === undefined) return "refused";
  try {
    if (findTaken(over.request, keptOf(entries).get(over.request.id)) !== undefined) return "taken";
    const item = await takeRequest(over.request, over.from, over.people, { ...told, label: unb64u(told.label) });
    keep(entries, item);
    return "taken";
  } catch (problem) {
    if (problem instanceof Refused) return "refused";
    throw problem;
  }
}

function refusedOr<State>(work: () => State): State | "refused" {
  try {
    return work();
  } catch (problem) {
    if (problem instanceof Refused) return "refused";
    throw problem;
  }
}

async function open(
  kept: KeptRequest | undefined,
  body: AnswerBody,
  { files, directory }: Account,
): Promise<AnswerResult> {
  const { mid, blobs } = body;
  if (kept === undefined) return { mid, result: "no-key" };
  try {
    const sealed = { wrap: unb64u(body.wrap), content: unb64u(body.content) };
    const { content, messageKey } = await openAnswer(sealed, kept, mid, blobs.length);
    const att = content.att ?? [];
    if (att.length > 0) files.hold(mid, { messageKey, att, blobs });
    const label = await labelOf(kept, body.label);
    const answer: AnswerFacts = {
      ...{ mid, request: kept.id, title: label?.title ?? null, link: label?.link ?? null },
      asker: kept.from === undefined ? null : { addr: kept.from, name: directory.facts(kept.from).name },
      ...{ sent: content.sent, body: content.body, items: (content.items ?? []).map(shownItem) },
      files: att.map(({ i, name, type, size, hlen, csize }) => ({
        ...{ blob: blobs[i] ?? "", name, type, size, hlen, csize },
        parts: partCount(size),
      })),
    };
    return { mid, result: "opened", answer };
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (problem.reason === "signature") return { mid, result: "forged" };
    return { mid, result: problem.reason === "newer" ? "newer" : "damaged" };
  }
}
