// Links for people without an account: keys, what is sealed, and opening it (sections 9.1 to 9.4, 9.6.8).
//
// The key stands in the fragment, or is made of words that travel another way (linkwords.ts); the server gets hashes of
// values derived from it and can neither open nor make the content. Nothing here asks the server anything.
import { argon2id } from "hash-wasm";
import { openUnder, openWith, sealedFrom, sealTo, sealUnderKey, type Sealed } from "./age.ts";
import type { Manifest } from "./attachment.ts";
import { b64u, codePoints, concat, hash, hashIn, hkdf, secondsOf, unb64u, utf8 } from "./encoding.ts";
import type { Item } from "./items.ts";
import { linkCode, readLinkCode } from "./linkcode.ts";
import { checkCarried, MAX_SUBJECT } from "./payload.ts";
import { PUBLIC_KEY_BYTES, publicKeyOf, recipientOf, seedOf } from "./recipients.ts";
import { must, NoKeyFits, Refused } from "./refused.ts";
import {
  addr,
  asObject,
  checkSealed,
  coded,
  id,
  type JsonObject,
  oneOf,
  parseObject,
  personName,
  text,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";

const REQUEST = 0x02;
const SHARE = 0x01;
const SHARE_WITH_PASSPHRASE = 0x81;
const TYPE = "waxpost-link";
const LINK_SALT = "waxpost/v1/link-salt";
const PAD_BYTES = 1024;
const BLANK = 0x20;
const MAX_CONTENT_BYTES = 2 * 1024 * 1024;
const MAX_PASSPHRASE_BYTES = 1000;
const UNDERSTOOD = new Set([
  ...["v", "t", "id", "mr", "from", "sent", "exp", "subject", "ctype", "body", "items", "att", "reply", "ack"],
]);
// White space as in linkcode.ts.
// eslint-disable-next-line no-control-regex
const OUTER_BLANKS = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g;

/** `access` and `claim` go to the server: hashed by the maker, plain by the reader. 32 bytes each. */
export interface LinkKeys {
  readonly f: Uint8Array;
  readonly access: Uint8Array;
  readonly claim: Uint8Array;
  readonly file: Uint8Array;
}

/** Where a reader answers: a request of the maker, its F, and the key RR that answers are sealed to (9.6.8). */
export type LinkReply = { readonly id: string; readonly f: string; readonly rr: string };

/** What a link carries. `from` is the maker's own word: nobody signs it. */
export type LinkContent = {
  readonly v: 1;
  readonly t: typeof TYPE;
  readonly id: string;
  readonly mr: string;
  readonly from: { readonly name: string; readonly addr: string };
  readonly sent: string;
  readonly exp: string;
  readonly subject: string;
  readonly ctype: "text/plain" | "text/markdown";
  readonly body: string;
  readonly items?: readonly Item[];
  readonly att?: readonly Manifest[];
  /** Absent where its maker takes no answers. */
  readonly reply?: LinkReply;
  readonly ack: string;
};

/** The two files that the server keeps of a link. */
export interface SealedLink {
  readonly link: Sealed;
  readonly content: Sealed;
}

/** The `item` of a record in a pack of links (9.4). Without `f` the link is made of its words. */
export type KeptLink = {
  readonly kind: "link";
  readonly id: string;
  readonly f?: string;
  readonly words?: string;
  readonly subject: string;
  readonly items: number;
  readonly files: number;
  /** The id of the request that its readers answer; absent where they cannot. */
  readonly reply?: string;
};

/** The fragment of a link. */
export function linkFragment(f: Uint8Array, linkId: string, hasPassphrase: boolean): string {
  return linkCode({ kind: hasPassphrase ? SHARE_WITH_PASSPHRASE : SHARE, secret: f }, linkId);
}

/** F of a fragment; refuses with `incomplete-link` whatever is cut or mistyped: then no request is made. */
export function readLinkFragment(fragment: string, linkId: string): { f: Uint8Array; hasPassphrase: boolean } {
  try {
    unb64u(linkId, 16);
  } catch {
    throw new Refused("incomplete-link", "the id is none");
  }
  const { kind, secret } = readLinkCode(fragment, linkId);
  must(kind === SHARE || kind === SHARE_WITH_PASSPHRASE, "incomplete-link", "another kind of link");
  return { f: secret, hasPassphrase: kind === SHARE_WITH_PASSPHRASE };
}

/** The keys of a link with F in its fragment. With a passphrase it takes about half a second by intention. */
export async function linkKeys(linkId: string, f: Uint8Array, passphrase: string | null): Promise<LinkKeys> {
  if (passphrase === null) return keysFrom(f, f);
  const salt = hashIn(LINK_SALT, utf8(linkId), f).subarray(0, 16);
  const stretched = await stretchForLink(passphraseBytes(passphrase), salt);
  return keysFrom(f, hkdf(concat(f, stretched), "waxpost/v1/link/join"));
}

/** The keys of a link that is made of words, in their one spelling. */
export async function keysOfWords(linkId: string, words: string): Promise<LinkKeys> {
  const stretched = await stretchForLink(utf8(words), hashIn(LINK_SALT, utf8(linkId)).subarray(0, 16));
  const f = hkdf(stretched, "waxpost/v1/link/words");
  return keysFrom(f, f);
}

/** What is stretched of a passphrase. Refuses with `form` when there is none, or too long a one. */
export function passphraseBytes(typed: string): Uint8Array {
  must(!/\p{Surrogate}/u.test(typed), "form", "the passphrase is not text");
  const bytes = utf8(typed.replace(OUTER_BLANKS, "").normalize("NFKC"));
  must(bytes.length >= 1 && bytes.length <= MAX_PASSPHRASE_BYTES, "form", "no passphrase, or too long a one");
  return bytes;
}

/** What the server keeps of `access`, `claim` and `ack`. */
export function linkHash(secret: Uint8Array): string {
  return b64u(hash(secret));
}

/** Seal what a link carries. Files were sealed to `messageKey` before. Refuses what no reader would take. */
export async function sealLink(
  content: Omit<LinkContent, "v" | "t" | "mr">,
  keys: LinkKeys,
  messageKey: string,
): Promise<SealedLink> {
  const publicKey = await publicKeyOf(messageKey);
  const { id: linkId, from, sent, exp, ...rest } = content;
  const whole = { v: 1, t: TYPE, id: linkId, mr: b64u(hash(publicKey)), from, sent, exp, ...rest } as const;
  const bytes = writeStrict(whole);
  readContent(bytes);
  return {
    link: await sealUnderKey(b64u(keys.file), writeStrict({ v: 1, t: TYPE, id: linkId, mk: messageKey })),
    content: await sealTo(recipientOf(publicKey), padded(bytes)),
  };
}

/** Steps 3 to 5 of 9.3, for a link with so many files at the server: the content, and MK for its files. */
export async function openLink(
  sealed: { readonly link: Uint8Array; readonly content: Uint8Array },
  linkId: string,
  file: Uint8Array,
  files: number,
): Promise<{ content: LinkContent; messageKey: string }> {
  const opener = parseObject(await openUnder(b64u(file), sealedFrom(sealed.link)));
  checkSealed(opener, TYPE, UNDERSTOOD);
  must(id(opener, "id") === linkId, "wrong-message", "the key of another link");
  const messageKey = text(opener, "mk");
  seedOf(messageKey);
  const content = readContent(withoutPadding(await openContent(messageKey, sealedFrom(sealed.content))));
  must(content.id === linkId, "wrong-message", "the content of another link");
  must(content.mr === b64u(hash(await publicKeyOf(messageKey))), "wrong-message", "the content of another key");
  must((content.att?.length ?? 0) === files, "envelope", "another number of files");
  return { content, messageKey };
}

/** Check the item of a record whose kind is `link`. Refuses with `form`. */
export function readKeptLink(item: JsonObject): KeptLink {
  oneOf(item, "kind", ["link"]);
  id(item, "id");
  if ("f" in item) coded(item, "f", 32);
  if ("words" in item) text(item, "words");
  must("f" in item || "words" in item, "form", "a link without a key");
  must(codePoints(text(item, "subject")) <= MAX_SUBJECT, "form", "the subject is too long");
  whole(item, "items");
  whole(item, "files");
  if ("reply" in item) id(item, "reply");
  return item as unknown as KeptLink;
}

/** The link to pass on. `server` is the base address. */
export function linkUrl(server: string, kept: KeptLink): string {
  const path = `${server}/s/${kept.id}`;
  return kept.f === undefined ? path : `${path}#${linkFragment(unb64u(kept.f, 32), kept.id, kept.words !== undefined)}`;
}

/** The path of the request that a reader answers: it names the key by its hash, which the server cannot exchange. */
export function replyPath({ id: requestId, f, rr }: LinkReply): string {
  const secret = concat(unb64u(f), hash(unb64u(rr)).subarray(0, 16));
  return `/r/${requestId}#${linkCode({ kind: REQUEST, secret }, requestId)}`;
}

function keysFrom(f: Uint8Array, k: Uint8Array): LinkKeys {
  return {
    f,
    access: hkdf(f, "waxpost/v1/link/access"),
    claim: hkdf(k, "waxpost/v1/link/claim"),
    file: hkdf(k, "waxpost/v1/link/file"),
  };
}

function stretchForLink(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return argon2id({
    ...{ password, salt, memorySize: 65536, iterations: 3, parallelism: 1 },
    ...{ hashLength: 32, outputType: "binary" },
  });
}

async function openContent(messageKey: string, content: Sealed): Promise<Uint8Array> {
  try {
    return await openWith([messageKey], content);
  } catch (problem) {
    if (problem instanceof NoKeyFits) throw new Refused("form", "the content has another key");
    throw problem;
  }
}

function readContent(bytes: Uint8Array): LinkContent {
  must(bytes.length <= MAX_CONTENT_BYTES, "form", "the content is too long");
  const object = parseObject(bytes);
  checkSealed(object, TYPE, UNDERSTOOD);
  id(object, "id");
  coded(object, "mr", 32);
  const from = asObject(object["from"]);
  personName(from, "name");
  addr(from, "addr");
  must(secondsOf(time(object, "exp")) > secondsOf(time(object, "sent")), "form", "ends before it is made");
  must(codePoints(text(object, "subject")) <= MAX_SUBJECT, "form", "the subject is too long");
  oneOf(object, "ctype", ["text/plain", "text/markdown"]);
  coded(object, "ack", 32);
  if ("reply" in object) {
    const reply = asObject(object["reply"]);
    id(reply, "id");
    coded(reply, "f", 32);
    coded(reply, "rr", PUBLIC_KEY_BYTES);
  }
  checkCarried(object);
  return object as unknown as LinkContent;
}

function padded(bytes: Uint8Array): Uint8Array {
  const content = new Uint8Array(Math.ceil(bytes.length / PAD_BYTES) * PAD_BYTES).fill(BLANK);
  content.set(bytes);
  return content;
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === BLANK) end--;
  return bytes.subarray(0, end);
}
