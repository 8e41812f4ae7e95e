// The signed payload of a message (section 6.1): written by the sender, checked by every reader.
//
// A payload that asks for deletion after reading or against forwarding is refused with `newer`: that is not built.
import { checkManifest, checkManifestForm, type Manifest, MAX_FILES } from "./attachment.ts";
import { checkAddr, codePoints, secondsOf, utf8 } from "./encoding.ts";
import { checkItems, type Item } from "./items.ts";
import { seedOf } from "./recipients.ts";
import { must } from "./refused.ts";
import {
  addr,
  asObject,
  checkVersion,
  coded,
  digest,
  flag,
  id,
  type JsonObject,
  objects,
  oneOf,
  parseObject,
  personName,
  text,
  texts,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";
import type { VerifiedPayload } from "./jws.ts";

export type PayloadRecipient = { readonly addr: string; readonly entry: string; readonly via?: string };
export type PayloadGroup = { readonly gid: string; readonly name: string; readonly rev: number };

/** The keys of a request of the sender's, for readers who may open its answers as well (links.md 9.6.7). */
export type HandedRequest = { readonly id: string; readonly f: string; readonly rk: string };

export type Payload = {
  readonly v: 1;
  readonly mid: string;
  readonly thread: string;
  readonly re: { readonly mid: string; readonly hash: string } | null;
  readonly from: { readonly addr: string; readonly entry: string };
  readonly to: readonly PayloadRecipient[];
  readonly groups?: readonly PayloadGroup[];
  readonly omitted?: readonly string[];
  readonly copy?: "bcc";
  readonly mr: string;
  readonly sent: string;
  readonly exp: string | null;
  readonly prio: "normal" | "high";
  readonly burn: false;
  readonly forward: true;
  readonly receipts: boolean;
  readonly subject: string;
  readonly ctype: "text/plain" | "text/markdown";
  readonly body: string;
  readonly items?: readonly Item[];
  readonly att?: readonly Manifest[];
  readonly request?: HandedRequest;
  readonly log: string;
};

export const MAX_SUBJECT = 1000;
/** Of the body as UTF-8 and the items as JSON, together. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_PAYLOAD_BYTES = 2 * 1024 * 1024;
const MAX_RECIPIENTS = 1000;

// Names a `crit` may list here: what this version understands.
const UNDERSTOOD = new Set([
  ...["v", "mid", "thread", "re", "from", "to", "groups", "omitted", "copy", "mr", "sent", "exp", "prio", "burn"],
  ...["forward", "receipts", "subject", "ctype", "body", "items", "att", "request", "log"],
]);

/** The bytes to sign. A payload no reader would take is refused here already. */
export function writePayload(payload: Payload): Uint8Array {
  const bytes = writeStrict(payload);
  readPayload(bytes as VerifiedPayload);
  return bytes;
}

/** Who claims to have signed, before the signature is checked: only to find the entry (6.3, rule 3). */
export function unverifiedSender(payload: Uint8Array): { addr: string; entry: string } {
  return sender(parseObject(payload));
}

/** Check types, lengths and the rules of 6.1, then the manifests. Refuses with `newer`, `form` or `attachment`. */
export function readPayload(bytes: VerifiedPayload): Payload {
  must(bytes.length <= MAX_PAYLOAD_BYTES, "form", "the payload is too long");
  const object = parseObject(bytes);
  checkVersion(object, UNDERSTOOD);
  // Before anything that could be wrong: a later version may write the rest in another way, too.
  must(!flag(object, "burn") && flag(object, "forward"), "newer", "flags of a later version");
  const from = sender(object);
  const mid = id(object, "mid");
  const thread = id(object, "thread");
  const re = object["re"] === null ? null : asObject(object["re"]);
  if (re !== null) {
    id(re, "mid");
    coded(re, "hash", 16);
  }
  const groups = checkGroups(object);
  const to = checkRecipients(object, from.addr, groups);
  checkOmitted(object, to);
  const isCopy = "copy" in object;
  if (isCopy) {
    oneOf(object, "copy", ["bcc"]);
    must(to.length === 1, "form", "a copy is for one person");
  }
  must(re !== null || isCopy || thread === mid, "form", "the thread of a first message");
  checkShown(object);
  if ("request" in object) checkHanded(asObject(object["request"]));
  checkCarried(object);
  return object as unknown as Payload;
}

/** Whether text and items are together longer than a message may be. */
export function isTooLarge({ body, items }: Pick<Payload, "body" | "items">): boolean {
  return utf8(body).length + (items === undefined ? 0 : writeStrict(items).length) > MAX_BODY_BYTES;
}

function checkShown(object: JsonObject): void {
  digest(object, "mr");
  const sent = time(object, "sent");
  if (object["exp"] !== null) must(secondsOf(time(object, "exp")) > secondsOf(sent), "form", "ends before it is sent");
  oneOf(object, "prio", ["normal", "high"]);
  flag(object, "receipts");
  must(codePoints(text(object, "subject")) <= MAX_SUBJECT, "form", "the subject is too long");
  oneOf(object, "ctype", ["text/plain", "text/markdown"]);
  text(object, "body");
  text(object, "log");
}

/** Text, items and files as a message and a link carry them (6.1): their form, numbers and length. Throws Refused. */
export function checkCarried(object: JsonObject): void {
  const files = "att" in object ? objects(object, "att").map(checkManifestForm) : [];
  must(files.length <= MAX_FILES && !("att" in object && files.length === 0), "form", "number of files");
  let length = utf8(text(object, "body")).length;
  if ("items" in object) {
    checkItems(objects(object, "items"), files.length);
    length += writeStrict(object["items"]).length;
  }
  must(length <= MAX_BODY_BYTES, "form", "the text is too long");
  files.forEach(checkManifest);
}

function checkHanded(request: JsonObject): void {
  id(request, "id");
  coded(request, "f", 32);
  seedOf(text(request, "rk"));
}

function sender(object: JsonObject): { addr: string; entry: string } {
  const from = asObject(object["from"]);
  return { addr: addr(from, "addr"), entry: digest(from, "entry") };
}

function checkGroups(object: JsonObject): ReadonlySet<string> {
  if (!("groups" in object)) return new Set();
  const gids = objects(object, "groups").map((group) => {
    personName(group, "name");
    must(whole(group, "rev") >= 1, "form", "rev");
    return id(group, "gid");
  });
  must(gids.length > 0 && new Set(gids).size === gids.length, "form", "groups");
  return new Set(gids);
}

function checkRecipients(object: JsonObject, fromAddr: string, groups: ReadonlySet<string>): readonly string[] {
  const to = objects(object, "to").map((recipient) => {
    digest(recipient, "entry");
    if ("via" in recipient) must(groups.has(id(recipient, "via")), "form", "via a group that is not named");
    return addr(recipient, "addr");
  });
  must(to.length >= 1 && to.length <= MAX_RECIPIENTS, "form", "number of recipients");
  must(new Set(to).size === to.length && !to.includes(fromAddr), "form", "a recipient twice, or the sender");
  return to;
}

function checkOmitted(object: JsonObject, to: readonly string[]): void {
  if (!("omitted" in object)) return;
  const omitted = texts(object, "omitted", checkAddr);
  must(omitted.length > 0 && new Set(omitted).size === omitted.length, "form", "omitted");
  must("groups" in object && !omitted.some((each) => to.includes(each)), "form", "omitted and addressed");
}
