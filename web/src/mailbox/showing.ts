/** From what the worker said of a message to what the views draw. What was opened comes from the signed message alone. */
import { joinNames, plural } from "../lib/names.ts";
import type { MessageFacts, OpenResult, PayloadPerson, PersonFacts } from "../worker/shapes.ts";
import type { Delivery, Folder } from "./boxes.ts";
import type { OpenMessage, Row, Shown, Someone } from "./model.ts";
import { fullName, shortName } from "./words.ts";

export type Facts = ReadonlyMap<string, PersonFacts>;

/** A cannot-be-checked-yet that lasts so long is worth an administrator. */
const LONG_MS = 24 * 3_600_000;

export function someone({ addr, name }: Pick<PayloadPerson, "addr" | "name">, facts: Facts = new Map()): Someone {
  const known = facts.get(addr);
  return { addr, name: name ?? known?.name ?? null, sameName: (known?.sameNameAs.length ?? 0) > 0 };
}

/** The part of a result that a row draws; text of the message is not in it. */
export type OpenedRow = Row["opened"] & { expiresAt?: Date | null };

export function openedRow(result: OpenResult, folder: Folder, me: string, facts: Facts): OpenedRow | null {
  switch (result.result) {
    case "genuine":
    case "first-contact":
    case "retired-key":
      return rowOfMessage(result.message, folder, me, facts);
    case "changed-key":
      return { kind: "closed", who: someone(result.header.from, facts), note: "New key, not opened" };
    case "refused":
      return { kind: "closed", who: null, note: "This message did not open" };
    case "not-for-me":
      return { kind: "closed", who: null, note: "Locked with a key you no longer have" };
    case "expired":
      return { kind: "closed", who: null, note: "This message has expired" };
    default:
      return null;
  }
}

function rowOfMessage(message: MessageFacts, folder: Folder, me: string, facts: Facts): OpenedRow {
  const [group] = message.groups;
  const isToGroup = folder === "sent" && group !== undefined;
  return {
    kind: "opened",
    who: folder === "sent" ? addressee(message, me, facts) : someone(message.from, facts),
    subject: message.subject,
    high: message.prio === "high",
    ...(isToGroup ? { group: { gid: group.gid, name: groupLabel(message) } } : {}),
    enclosed: {
      passwords: message.items.filter(({ from }) => from === "new").length,
      entries: message.items.filter(({ from }) => from === "entry").length,
      files: message.attachments.length,
    },
    expiresAt: message.exp === null ? null : new Date(message.exp),
  };
}

function groupLabel(message: MessageFacts): string {
  const direct = message.to.filter(({ via }) => via === null).length;
  const names = joinNames(message.groups.map(({ name }) => name));
  return direct === 0 ? names : `${names} and ${plural(direct, "person", "people")}`;
}

/** Whom a sent message went to, as one line: a name, or the first and how many more. */
function addressee(message: MessageFacts, me: string, facts: Facts): Someone {
  const [first, ...others] = message.to.filter(({ addr }) => addr !== me).map((person) => someone(person, facts));
  if (first === undefined) return { addr: me, name: null };
  if (others.length === 0) return first;
  const [second] = others;
  const rest =
    others.length === 1 && second !== undefined ? shortName(second) : plural(others.length, "other", "others");
  return { addr: first.addr, name: `${others.length === 1 ? shortName(first) : fullName(first)} and ${rest}` };
}

export function rowOf(delivery: Delivery, opened: OpenedRow | undefined): Row {
  const { mid, exp, arrived_at, read_at, read_count, recipient_count, box } = delivery;
  const claimed = exp === null ? null : new Date(exp);
  return {
    mid,
    at: new Date(arrived_at),
    unread: box === "inbox" && read_at === null,
    expiresAt: opened?.expiresAt === undefined ? claimed : opened.expiresAt,
    opened: opened ?? { kind: "locked", claimedSender: delivery.from },
    ...(box === "sent" ? { read: { done: read_count ?? 0, of: recipient_count, at: null } } : {}),
  };
}

/** What the reader shows. `facts` are those of everybody in the message. */
export function shownOf(result: OpenResult, delivery: Delivery, me: string, facts: Facts, now: Date): Shown {
  switch (result.result) {
    case "genuine":
    case "first-contact":
    case "retired-key":
      return { kind: "message", message: openMessage(result, me, facts) };
    case "changed-key": {
      const { from, sent } = result.header;
      return { kind: "changed-key", from: someone(from, facts), sentAt: new Date(sent), stolen: result.isStolen };
    }
    case "refused":
      return { kind: "refused", from: "the sender", newer: result.reason === "newer" };
    case "not-for-me":
      return { kind: "lost-key", from: "the sender" };
    case "expired":
      return { kind: "expired", from: "The sender", at: new Date(delivery.exp ?? now) };
    case "deleted":
      return { kind: "gone" };
    case "not-fetched":
      return { kind: "loading" };
    case "retry":
      return { kind: "retry", long: now.getTime() - new Date(delivery.arrived_at).getTime() > LONG_MS };
  }
}

type Opened = Extract<OpenResult, { message: MessageFacts }>;

function keyOf({ result, sender }: Opened): OpenMessage["key"] {
  if (sender === "own") return "own";
  if (result === "first-contact") return "first-contact";
  if (result === "retired-key") return "retired";
  return sender === "checked" ? "checked" : "known";
}

function openMessage(opened: Opened, me: string, facts: Facts): OpenMessage {
  const { message } = opened;
  return {
    mid: message.mid,
    from: someone(message.from, facts),
    key: keyOf(opened),
    to: message.to.map((person) => ({ ...someone(person, facts), via: person.via })),
    groups: message.groups.map(({ gid, name }) => ({
      gid,
      name,
      count: message.to.filter(({ via }) => via === gid).length,
    })),
    omitted: message.omitted.map((addr) => someone({ addr, name: null }, facts)),
    me,
    sentAt: new Date(message.sent),
    expiresAt: message.exp === null ? null : new Date(message.exp),
    subject: message.subject,
    body: message.body,
    markdown: message.ctype === "text/markdown",
    files: message.attachments.map(({ name, size }, index) => ({ index, name, size })),
    items: message.items,
    high: message.prio === "high",
    receipts: message.receipts,
    oddlyTimed: message.isOddlyTimed,
    toOldKey: message.isToOldKey,
    handsRequest: message.request !== null && !message.isOwn && opened.result !== "retired-key",
    details: [
      { label: "Message", value: message.mid },
      { label: "Signed with entry", value: message.details.entry },
      { label: "Key log of the sender", value: `${message.details.logOrigin}, ${message.details.logSize} entries` },
    ],
  };
}
