/** Sentences of the message screens that are put together from parts. */
import { firstName, joinNames, plural } from "../lib/names.ts";
import type { Enclosed, OpenMessage, Row, Someone } from "./model.ts";
import { itemTime, timeLeft } from "../lib/dates.ts";

/** The name of a person in lists: in full, else the address. */
export function fullName(someone: Someone): string {
  return someone.name ?? someone.addr;
}

/** The name inside a sentence. */
export function shortName(someone: Someone): string {
  return someone.name === null ? someone.addr : firstName(someone.name);
}

/** The people chosen one by one, without me. */
function directOthers(message: OpenMessage): Someone[] {
  return message.to.filter((person) => person.via === null && person.addr !== message.me);
}

/** "Only you and Platform team can read this" and its relatives. */
export function whoCanRead(message: OpenMessage): string {
  const groups = message.groups.map((group) => group.name);
  const sender = groups.length > 0 || message.from.addr === message.me ? [] : [shortName(message.from)];
  const all = ["you", ...sender, ...groups, ...directOthers(message).map(shortName)];
  const readers = new Set([message.from.addr, ...message.to.map((person) => person.addr)]).size;
  return `Only ${all.length > 4 ? plural(readers, "person", "people") : joinNames(all)} can read this`;
}

/** "Platform team (8 people)", or "Platform team (you and 7 others)" where the group is why I got it. */
function groupWords(message: OpenMessage, group: OpenMessage["groups"][number]): string {
  const withMe = message.to.some(({ addr, via }) => addr === message.me && via === group.gid);
  if (!withMe) return `${group.name} (${plural(group.count, "person", "people")})`;
  return group.count === 1
    ? `${group.name} (you alone)`
    : `${group.name} (you and ${plural(group.count - 1, "other", "others")})`;
}

/** "To you and Jonas Lindqvist", "To Platform team (you and 7 others)". */
export function addressees(message: OpenMessage): string {
  const toMe = message.to.some(({ addr, via }) => addr === message.me && via === null);
  const groups = message.groups.map((group) => groupWords(message, group));
  const others = directOthers(message);
  const names = others.length > 3 ? [plural(others.length, "other person", "other people")] : others.map(fullName);
  return `To ${joinNames([...(toMe ? ["you"] : []), ...groups, ...names])}`;
}

/** A row in one sentence, for screen readers. */
/** "1 password, 2 files". */
function enclosedWords({ passwords, entries, files }: Enclosed): string {
  const parts = [
    passwords > 0 ? plural(passwords, "password", "passwords") : "",
    entries > 0 ? plural(entries, "saved entry", "saved entries") : "",
    files > 0 ? plural(files, "file", "files") : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

export function rowName(row: Row, now: Date): string {
  const { opened } = row;
  const parts = [row.unread ? "Unread" : ""];
  if (opened.kind === "locked") parts.push("Locked message", `Claims to come from ${opened.claimedSender}`);
  if (opened.kind === "closed") parts.push(opened.who === null ? "" : fullName(opened.who), opened.note);
  if (opened.kind === "opened") {
    parts.push(opened.high ? "High priority" : "", opened.group?.name ?? fullName(opened.who), opened.subject);
  }
  if (opened.kind === "opened")
    parts.push(enclosedWords(opened.enclosed), opened.outside === true ? "From outside" : "");
  if (row.expiresAt !== null) parts.push(`Expires in ${timeLeft(row.expiresAt, now).long}`);
  if (row.read !== undefined) parts.push(readLine(row.read));
  parts.push(itemTime(row.at, now));
  return `${parts.filter((part) => part !== "").join(". ")}.`;
}

/** "7 of 9 read", "Not opened yet". */
export function readLine(read: { done: number; of: number }): string {
  if (read.done === 0) return "Not opened yet";
  return read.of === 1 ? "Read" : `${read.done} of ${read.of} read`;
}

/** A subject never looks empty. */
export function subjectOrNone(subject: string): string {
  return subject.trim() === "" ? "(no subject)" : subject;
}
