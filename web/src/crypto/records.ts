// Records: what a person saved, with its history, its place and its files (entries.md 8.1).
//
// A record is its JSON, checked: members that this version does not know stay. Every change makes the next `rev`.
import { isName, secondsOf, utf8 } from "./encoding.ts";
import { checkItem } from "./items.ts";
import { must } from "./refused.ts";
import { seedOf } from "./recipients.ts";
import {
  asObject,
  flag,
  id,
  type Json,
  type JsonObject,
  objects,
  personName,
  text,
  texts,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";

export const RECORD_MOST = 256 * 1024;
export const PAST_MOST = 10;
/** Kinds of links-<n>. */
const LINKS: ReadonlySet<string> = new Set(["link", "request"]);
const TAGS_MOST = 20;
const FILES_MOST = 20;
const SENT_MOST = 20;
const FOLDER = { names: 8, length: 200 };
const TRASH_SECONDS = 30 * 86_400;

/** An earlier value of a record's item. */
export type PastItem = { readonly rev: number; readonly at: string; readonly item: JsonObject };

/** A file of an entry: its blob, the identity that opens it, its manifest. */
export type EntryFile = { readonly blob: string; readonly mk: string; readonly att: JsonObject };

/** Where a copy of an entry went: the message, or the link, and the rev that was copied. */
export type SentCopy = { readonly mid: string; readonly at: string; readonly rev: number; readonly link?: true };

export type SavedRecord = {
  readonly id: string;
  readonly rev: number;
  readonly at: string;
  readonly item: JsonObject;
  readonly tags?: readonly string[];
  readonly folder?: string;
  readonly fav?: true;
  /** `YYYY-MM-DD` */
  readonly exp?: string;
  /** Newest first. */
  readonly past?: readonly PastItem[];
  /** In the trash since then. */
  readonly trashed?: string;
  readonly files?: readonly EntryFile[];
  /** Newest first. */
  readonly sent?: readonly SentCopy[];
  readonly copy?: true;
};

/** A record that was removed for good. */
export type Grave = { readonly id: string; readonly rev: number; readonly at: string };

/** The members of a record that a person sets beside the item; null takes one away. */
export interface RecordChange {
  readonly tags?: readonly string[] | null;
  readonly folder?: string | null;
  readonly fav?: true | null;
  readonly exp?: string | null;
  readonly trashed?: string | null;
  readonly files?: readonly EntryFile[] | null;
}

/** Whether this is no entry but saved settings of the password generator. */
export function isTemplate(record: SavedRecord): boolean {
  return record.item["kind"] === "generator";
}

/** Whether it has lain in the trash for more than 30 days. */
export function isOver(record: SavedRecord, now: string): boolean {
  return record.trashed !== undefined && secondsOf(now) - secondsOf(record.trashed) > TRASH_SECONDS;
}

/** The next rev with other members. */
export function withMembers(record: SavedRecord, change: RecordChange, now: string): SavedRecord {
  const members: Record<string, Json> = { ...record, rev: record.rev + 1, at: now };
  for (const [name, value] of Object.entries(change) as [string, Json][]) {
    if (value === null) Reflect.deleteProperty(members, name);
    else members[name] = value;
  }
  return fitted(members as unknown as SavedRecord);
}

/** The next rev with another item; the former one goes in front of `past`. */
export function withItem(record: SavedRecord, item: JsonObject, now: string): SavedRecord {
  const former: PastItem = { rev: record.rev, at: record.at, item: record.item };
  const past = [former, ...(record.past ?? [])].slice(0, PAST_MOST);
  return fitted({ ...record, rev: record.rev + 1, at: now, item, past });
}

/** The same rev with these copies among those that went: each message once, newest first, at most 20 (8.4). */
export function withSent(record: SavedRecord, copies: readonly SentCopy[]): SavedRecord {
  if (copies.length === 0) return record;
  const known = new Map<string, SentCopy>();
  for (const copy of [...(record.sent ?? []), ...copies]) {
    const other = known.get(copy.mid);
    const isLater = other === undefined || (copy.at === other.at ? copy.rev > other.rev : copy.at > other.at);
    if (isLater) known.set(copy.mid, copy);
  }
  // Times of 2.3 and ids sort as text.
  const key = ({ at, mid }: SentCopy): string => `${at} ${mid}`;
  const sent = [...known.values()].sort((a, b) => (key(a) > key(b) ? -1 : 1)).slice(0, SENT_MOST);
  return fitted({ ...record, sent });
}

/** What is left of a record that is removed for good. */
export function graveOf(record: SavedRecord, now: string): Grave {
  return { id: record.id, rev: record.rev + 1, at: now };
}

/** Without so many of its oldest `sent`, then `past`, that it is 256 KiB at most; refuses with `form` what never is. */
export function fitted(record: SavedRecord): SavedRecord {
  let fit = record;
  while (sizeOf(fit) > RECORD_MOST) {
    const name = fit.sent === undefined ? "past" : "sent";
    const items = fit[name] ?? [];
    must(items.length > 0, "form", "an entry is too long; put the long text into a file");
    fit = items.length > 1 ? { ...fit, [name]: items.slice(0, -1) } : without(fit, name);
  }
  return fit;
}

/** The same record without a member. */
export function without(record: SavedRecord, name: "past" | "trashed" | "files" | "sent"): SavedRecord {
  const members: Record<string, unknown> = { ...record };
  Reflect.deleteProperty(members, name);
  return members as unknown as SavedRecord;
}

/** Bytes of JSON. */
export function sizeOf(record: SavedRecord | Grave): number {
  return writeStrict(record).length;
}

/** JSON that is the same for equal records, whoever wrote them: members sorted by name, without `sent` (8.4). */
export function sortedJson(record: SavedRecord): Uint8Array {
  return utf8(JSON.stringify(sorted(without(record, "sent"))));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

/** Refuse with `form` what is not a record; gives its id. */
export function checkRecord(record: JsonObject): string {
  checkVersioned(record);
  checkOwnItem(asObject(record["item"]));
  if ("tags" in record) checkTags(record);
  if ("folder" in record) checkFolder(text(record, "folder"));
  if ("exp" in record) checkDate(text(record, "exp"));
  if ("trashed" in record) time(record, "trashed");
  for (const name of ["fav", "copy"]) if (name in record) must(flag(record, name), "form", `${name} is only true`);
  if ("past" in record) checkPast(record);
  if ("files" in record) between(objects(record, "files"), FILES_MOST).forEach(checkFile);
  if ("sent" in record) checkSent(record);
  return id(record, "id");
}

/** Refuse with `form` what is not a grave; gives its id. */
export function checkGrave(grave: JsonObject): string {
  checkVersioned(grave);
  return id(grave, "id");
}

/** 1 to 8 names joined by `/`, 200 bytes of UTF-8 in all. */
export function checkFolder(path: string): void {
  const names = path.split("/");
  const isShort = utf8(path).length <= FOLDER.length && names.length <= FOLDER.names;
  must(isShort && names.every(isName), "form", "not a folder");
}

/** A real `YYYY-MM-DD`. */
export function checkDate(day: string): void {
  must(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day), "form", "not a day");
  secondsOf(`${day}T00:00:00Z`);
}

function checkVersioned(object: JsonObject): void {
  must(whole(object, "rev") >= 1, "form", "rev");
  time(object, "at");
}

/** An item of an entry, or a template; what is in a link is for links.md to say. */
function checkOwnItem(item: JsonObject): void {
  const kind = text(item, "kind");
  if (kind === "generator") {
    personName(item, "title");
    asObject(item["settings"]);
  } else if (!LINKS.has(kind)) {
    checkItem(item);
    must(item["i"] === 0 && item["from"] === "entry" && !("att" in item), "form", "an item of a message");
  }
}

function checkTags(record: JsonObject): void {
  const tags = texts(record, "tags", (tag) => must(isName(tag), "form", "not a tag"));
  must(new Set(between(tags, TAGS_MOST)).size === tags.length, "form", "a tag stands twice");
}

function checkPast(record: JsonObject): void {
  let later = whole(record, "rev");
  for (const past of between(objects(record, "past"), PAST_MOST)) {
    checkVersioned(past);
    checkOwnItem(asObject(past["item"]));
    must(whole(past, "rev") < later, "form", "a history out of order");
    later = whole(past, "rev");
  }
}

function checkFile(file: JsonObject): void {
  id(file, "blob");
  seedOf(text(file, "mk"));
  asObject(file["att"]);
}

function checkSent(record: JsonObject): void {
  const sent = between(objects(record, "sent"), SENT_MOST);
  const mids = sent.map((copy) => {
    checkVersioned(copy);
    if ("link" in copy) must(flag(copy, "link"), "form", "link is only true");
    return id(copy, "mid");
  });
  must(new Set(mids).size === mids.length, "form", "a copy stands twice");
  const ats = sent.map((copy) => text(copy, "at"));
  must(
    ats.every((at, index) => index === 0 || at <= (ats[index - 1] as string)),
    "form",
    "copies out of order",
  );
}

function between<Value>(values: readonly Value[], most: number): readonly Value[] {
  must(values.length >= 1 && values.length <= most, "form", "a list of another length");
  return values;
}

/** The records and graves of a pack's JSON, each id once. */
export function checkContent(object: JsonObject): void {
  const ids = [...objects(object, "items").map(checkRecord), ...objects(object, "gone").map(checkGrave)];
  must(new Set(ids).size === ids.length, "form", "one entry stands twice in a pack");
}
