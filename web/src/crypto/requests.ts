// Requests: ask somebody without an account for a secret (section 9.6).
//
// Answers are sealed to a one-off key of the asker, which the link names by its hash, and carry a tag that only whoever
// has the link can make. So the server can neither read, swap nor write one. Nothing here asks the server anything.
import { openUnder, sealedFrom, sealTo, sealUnderKey, type Sealed } from "./age.ts";
import type { Manifest } from "./attachment.ts";
import { b64u, codePoints, concat, equalBytes, hash, hashIn, hkdf, hmacSha256, unb64u, utf8 } from "./encoding.ts";
import { keyHash, openContent } from "./envelope.ts";
import { FIELD_NAMES, type Item } from "./items.ts";
import { linkCode, readLinkCode } from "./linkcode.ts";
import { checkCarried, type HandedRequest } from "./payload.ts";
import { PUBLIC_KEY_BYTES, publicKeyOf, recipientOf, seedOf, unwrapKey, wrapKey } from "./recipients.ts";
import { must, NoKeyFits, Refused } from "./refused.ts";
import {
  addr,
  asObject,
  checkSealed,
  coded,
  flag,
  id,
  type JsonObject,
  objects,
  oneOf,
  parseObject,
  personName,
  text,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";

const KIND = 0x02;
const TYPE = "waxpost-request";
const ANSWER_TYPE = "waxpost-answer";
const WORK = "waxpost/v1/request-work";
const PAD_BYTES = 1024;
const BLANK = 0x20;
const KEY_BYTES = 32;
const MARK_BYTES = 16;
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
const MAX_TITLE = 200;
const MAX_NOTE = 2000;
const MAX_FIELDS = 20;
const MAX_LABEL = 200;
const MAX_OTHERS = 1000;
const MAX_WORK_BITS = 24;
const IN_LABEL = new Set([
  ...["v", "t", "id", "asker", "title", "note", "fields", "text", "files", "exp", "link", "others"],
]);
const IN_ANSWER = new Set(["v", "t", "id", "mid", "mr", "sent", "body", "items", "att"]);

/** What is asked for, in the asker's words; `exp` as it was when the request was made. */
export type RequestLabel = {
  readonly v: 1;
  readonly t: typeof TYPE;
  readonly id: string;
  readonly asker: { readonly name: string; readonly addr: string };
  readonly title: string;
  readonly note: string;
  readonly fields: readonly { readonly f: string; readonly label: string }[];
  readonly text: boolean;
  readonly files: boolean;
  readonly exp: string;
  /** The id of the link whose readers answer it (9.6.8); absent in a request that was made for itself. */
  readonly link?: string;
  /** How many people read the answers besides the asker (9.6.7); absent where nobody does. */
  readonly others?: number;
};

/** What an answer carries. Nobody signs it: it is from whoever had the link. */
export type AnswerContent = {
  readonly v: 1;
  readonly t: typeof ANSWER_TYPE;
  readonly id: string;
  readonly mid: string;
  readonly mr: string;
  readonly sent: string;
  readonly body: string;
  readonly items?: readonly Item[];
  readonly att?: readonly Manifest[];
};

/** The two files that the server keeps of an answer. */
export interface SealedAnswer {
  readonly wrap: Sealed;
  readonly content: Sealed;
}

/**
 * The `item` of a record whose kind is `request`: each device of the asker opens answers with it. `from` is who asked, of
 * one that was handed over by a signed message (9.6.7).
 */
export type KeptRequest = {
  readonly kind: "request";
  readonly id: string;
  readonly f: string;
  readonly rk: string;
  readonly from?: string;
};

/** What the server says of a request. */
export interface ToldRequest {
  readonly asker: string;
  /** b64u of the first 16 bytes of H(RR). */
  readonly mark: string;
  readonly label: Uint8Array;
}

/** The link to pass on. `server` is the base address. */
export async function requestUrl(server: string, kept: KeptRequest): Promise<string> {
  const mark = markOf(await publicKeyOf(kept.rk));
  const code = linkCode({ kind: KIND, secret: concat(unb64u(kept.f, KEY_BYTES), mark) }, kept.id);
  return `${server}/r/${kept.id}#${code}`;
}

/** F and FP of a fragment; refuses with `incomplete-link` whatever is cut or mistyped: then no request is made. */
export function readRequestFragment(fragment: string, requestId: string): { f: Uint8Array; mark: Uint8Array } {
  try {
    unb64u(requestId, 16);
  } catch {
    throw new Refused("incomplete-link", "the id is none");
  }
  const { kind, secret } = readLinkCode(fragment, requestId);
  must(kind === KIND, "incomplete-link", "another kind of link");
  return { f: secret.slice(0, KEY_BYTES), mark: secret.slice(KEY_BYTES) };
}

/** What opens the request at the server, which keeps its hash. */
export function requestClaim(f: Uint8Array): Uint8Array {
  return hkdf(f, "waxpost/v1/request/claim");
}

/** Refuse with `wrong-message` a key for answers that is not the one the link names. */
export function checkRequestKey(publicKey: Uint8Array, mark: Uint8Array): void {
  const fits = publicKey.length === PUBLIC_KEY_BYTES && equalBytes(markOf(publicKey), mark);
  must(fits, "wrong-message", "another key than the one in the link");
}

/** Seal what is asked. Refuses what no reader would take. */
export async function sealLabel(label: Omit<RequestLabel, "v" | "t">, f: Uint8Array): Promise<Sealed> {
  const { id: requestId, asker, title, note, fields, text: asksText, files, exp, link, others } = label;
  const bytes = writeStrict({
    ...{ v: 1, t: TYPE, id: requestId, asker, title, note, fields },
    ...{ text: asksText, files, exp, ...(link === undefined ? {} : { link }) },
    ...(others === undefined ? {} : { others }),
  });
  readLabel(bytes);
  return sealUnderKey(b64u(hkdf(f, "waxpost/v1/request/label")), bytes);
}

/** What is asked for. */
export async function openLabel(sealed: Uint8Array, requestId: string, f: Uint8Array): Promise<RequestLabel> {
  const label = readLabel(await openUnder(b64u(hkdf(f, "waxpost/v1/request/label")), sealedFrom(sealed)));
  must(label.id === requestId, "wrong-message", "the label of another request");
  return label;
}

/** Seal an answer to the key of the request. Files were sealed to `messageKey` before. */
export async function sealAnswer(
  content: Omit<AnswerContent, "v" | "t" | "mr">,
  f: Uint8Array,
  publicKey: Uint8Array,
  messageKey: string,
): Promise<SealedAnswer> {
  const { id: requestId, mid, ...rest } = content;
  const mr = await keyHash(messageKey);
  const payload = writeStrict({ v: 1, t: ANSWER_TYPE, id: requestId, mid, mr, ...rest });
  readAnswer(payload);
  const whole = writeStrict({ payload: b64u(payload), tag: b64u(tagOf(f, payload)) });
  return {
    wrap: await wrapKey(publicKey, mid, messageKey),
    content: await sealTo(recipientOf(await publicKeyOf(messageKey)), padded(whole)),
  };
}

/** The answer that the server keeps under `mid` with so many files, by the rules of 9.6.4 in their order. */
export async function openAnswer(
  sealed: { readonly wrap: Uint8Array; readonly content: Uint8Array },
  kept: KeptRequest,
  mid: string,
  files: number,
): Promise<{ content: AnswerContent; messageKey: string }> {
  const wrapped = await unwrapped(kept.rk, sealedFrom(sealed.wrap));
  must(wrapped.mid === mid, "wrong-message", "the wrap of another answer");
  const outer = parseObject(await openContent(wrapped.messageKey, sealedFrom(sealed.content)));
  const payload = unb64u(text(outer, "payload"));
  const tag = unb64u(coded(outer, "tag", KEY_BYTES), KEY_BYTES);
  const fits = equalBytes(tag, tagOf(unb64u(kept.f, KEY_BYTES), payload));
  must(fits, "signature", "whoever wrote this did not have the link");
  const content = readAnswer(payload);
  must(content.id === kept.id && content.mid === mid, "wrong-message", "an answer to another request, or another one");
  must(content.mr === (await keyHash(wrapped.messageKey)), "wrong-message", "an answer of another key");
  must((content.att?.length ?? 0) === files, "envelope", "another number of files");
  return { content, messageKey: wrapped.messageKey };
}

/** Check the item of a record whose kind is `request`. Refuses with `form`. */
export function readKeptRequest(item: JsonObject): KeptRequest {
  oneOf(item, "kind", ["request"]);
  id(item, "id");
  coded(item, "f", KEY_BYTES);
  seedOf(text(item, "rk"));
  if ("from" in item) addr(item, "from");
  return item as unknown as KeptRequest;
}

/** 9.6.7, rule 1: what is kept under this id already, if anything; refused when it has other keys. */
export function findTaken(request: HandedRequest, kept: KeptRequest | undefined): KeptRequest | undefined {
  const fits = kept === undefined || (kept.f === request.f && kept.rk === request.rk);
  must(fits, "wrong-message", "another request with this id is kept already");
  return kept;
}

/** Rules 3 to 5: what to keep of a request that `sender` handed in a message of theirs to so many people. */
export async function takeRequest(
  request: HandedRequest,
  sender: string,
  people: number,
  told: ToldRequest,
): Promise<KeptRequest> {
  const { id: requestId, f, rk } = request;
  must(told.asker === sender, "wrong-message", "whoever handed this request is not who asked");
  const mark = b64u(markOf(await publicKeyOf(rk)));
  must(told.mark === mark, "wrong-message", "the server has another key for this request");
  const { asker, others } = await openLabel(told.label, requestId, unb64u(f, KEY_BYTES));
  must(asker.addr === sender, "wrong-message", "what is asked names somebody else");
  must(others === people, "wrong-message", "whoever answers is told that another number of people reads it");
  return { kind: "request", id: requestId, f, rk, from: sender };
}

/** Whether the hash of challenge and counter begins with so many zero bits. */
export function isWorkDone(challenge: string, counter: number, bits: number): boolean {
  must(bits >= 0 && bits <= MAX_WORK_BITS, "form", "more work than anybody may ask for");
  const [a = 0, b = 0, c = 0] = hashIn(WORK, utf8(challenge), utf8(String(counter)));
  return ((a << 16) | (b << 8) | c) >>> (24 - bits) === 0;
}

function markOf(publicKey: Uint8Array): Uint8Array {
  return hash(publicKey).subarray(0, MARK_BYTES);
}

function tagOf(f: Uint8Array, payload: Uint8Array): Uint8Array {
  return hmacSha256(hkdf(f, "waxpost/v1/request/answer"), payload);
}

async function unwrapped(identity: string, wrap: Sealed): Promise<{ mid: string; messageKey: string }> {
  try {
    return await unwrapKey([identity], wrap);
  } catch (problem) {
    if (problem instanceof NoKeyFits) throw new Refused("form", "the answer has another key");
    throw problem;
  }
}

function readLabel(bytes: Uint8Array): RequestLabel {
  const object = parseObject(bytes);
  checkSealed(object, TYPE, IN_LABEL);
  id(object, "id");
  const asker = asObject(object["asker"]);
  personName(asker, "name");
  addr(asker, "addr");
  const title = codePoints(text(object, "title"));
  must(title >= 1 && title <= MAX_TITLE, "form", "no title, or too long a one");
  must(codePoints(text(object, "note")) <= MAX_NOTE, "form", "the note is too long");
  const fields = objects(object, "fields");
  must(fields.length <= MAX_FIELDS, "form", "too many fields");
  for (const field of fields) {
    must(FIELD_NAMES.has(text(field, "f")), "form", "a field of no known kind");
    const label = codePoints(text(field, "label"));
    must(label >= 1 && label <= MAX_LABEL, "form", "no label, or too long a one");
  }
  const [asksText, asksFiles] = [flag(object, "text"), flag(object, "files")];
  must(fields.length > 0 || asksText || asksFiles, "form", "a request that asks for nothing");
  time(object, "exp");
  if ("link" in object) id(object, "link");
  if ("others" in object) {
    must(whole(object, "others", MAX_OTHERS) > 0, "form", "others who are nobody");
    must(!("link" in object), "form", "only whoever made a link reads the replies to it");
  }
  return object as unknown as RequestLabel;
}

function readAnswer(bytes: Uint8Array): AnswerContent {
  must(bytes.length <= MAX_ANSWER_BYTES, "form", "the answer is too long");
  const object = parseObject(bytes);
  checkSealed(object, ANSWER_TYPE, IN_ANSWER);
  id(object, "id");
  id(object, "mid");
  coded(object, "mr", KEY_BYTES);
  time(object, "sent");
  const carries = text(object, "body") !== "" || "items" in object || "att" in object;
  must(carries, "form", "an answer that carries nothing");
  checkCarried(object);
  return object as unknown as AnswerContent;
}

function padded(bytes: Uint8Array): Uint8Array {
  const content = new Uint8Array(Math.ceil(bytes.length / PAD_BYTES) * PAD_BYTES).fill(BLANK);
  content.set(bytes);
  return content;
}
