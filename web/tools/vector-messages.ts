// Runs the cases of wraps, payloads, messages, receipts and control messages (spec/vectors/README.md, "Messages").
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access */
import { sealedFrom } from "../src/crypto/age.ts";
import { b64u, hash, secondsOf, unb64u, utf8 } from "../src/crypto/encoding.ts";
import { checkChain } from "../src/crypto/entry.ts";
import { keyHash } from "../src/crypto/envelope.ts";
import { readControl } from "../src/crypto/control.ts";
import type { VerifiedPayload } from "../src/crypto/jws.ts";
import { LogView } from "../src/crypto/logview.ts";
import { beginReplay, checkReplayed } from "../src/crypto/formerlog.ts";
import { type ChainAnswer, type FormerLog, openMessage, type Opening } from "../src/crypto/opening.ts";
import type { Item } from "../src/crypto/items.ts";
import { readPayload } from "../src/crypto/payload.ts";
import {
  type ExpiryChange,
  mergeSegments,
  openSegment,
  type Receipt,
  receiptHash,
  receiptKey,
  Receipts,
} from "../src/crypto/receipts.ts";
import { unwrapKey } from "../src/crypto/recipients.ts";
import { must, NoKeyFits, Refused } from "../src/crypto/refused.ts";
import type { Pin } from "../src/crypto/vault.ts";

type Runner = (input: any) => unknown;

const bytes = (text: string): Uint8Array => unb64u(text);

async function wrap({
  wrap: sealed,
  identities,
  mid,
}: {
  wrap: string;
  identities: string[];
  mid: string;
}): Promise<unknown> {
  try {
    const opened = await unwrapKey(identities, sealedFrom(bytes(sealed)));
    must(opened.mid === mid, "wrong-message", "another message");
    return { mk: opened.messageKey, mr: await keyHash(opened.messageKey) };
  } catch (problem) {
    if (problem instanceof NoKeyFits) return { not_for_me: true };
    throw problem;
  }
}

function payload({ json, body }: { json: string; body?: [string, number][] }): unknown {
  const text =
    body === undefined ? json : json.replace("<body>", () => body.map(([part, times]) => part.repeat(times)).join(""));
  const payloadBytes = utf8(text) as VerifiedPayload;
  readPayload(payloadBytes);
  return { sha256: b64u(hash(payloadBytes)), receipt_hash: receiptHash(payloadBytes) };
}

interface OldLogCase {
  readonly origin: string;
  readonly key: string;
  readonly note: string;
  readonly until: string;
  readonly pages?: readonly string[];
  readonly asked?: boolean;
}

interface MessageCase {
  readonly mid: string;
  readonly sealed: {
    readonly mid: string;
    readonly from: string;
    readonly thread: string;
    readonly exp: string | null;
    readonly arrived_at: string;
    readonly recipients: readonly { readonly addr: string; readonly entry: string }[];
    readonly wrap: string;
    readonly content: string;
    readonly blobs?: readonly string[];
  };
  readonly addr: string;
  readonly own_entries: readonly string[];
  readonly identities: readonly string[];
  readonly pins: readonly Pin[];
  readonly log: { readonly origin: string; readonly key: string; readonly pages: readonly string[] };
  readonly old_logs: readonly OldLogCase[];
  readonly announced: readonly string[];
  readonly chains: readonly { readonly addr: string; readonly entries: readonly string[] }[];
  readonly records: readonly Receipt[];
  readonly changes: readonly ExpiryChange[];
  readonly now: string;
}

async function message(input: MessageCase): Promise<unknown> {
  const log = new LogView({ origin: input.log.origin, key: bytes(input.log.key) });
  for (const page of input.log.pages) log.take(bytes(page));
  const chains = new Map<string, ChainAnswer>();
  for (const { addr, entries } of input.chains) chains.set(addr, await chainAnswer(log, addr, entries));
  const formerLogs = input.old_logs.map(formerLog);
  const receipts = new Receipts();
  receipts.take(input);
  const { arrived_at: arrivedAt, wrap: wrapText, content, ...envelope } = input.sealed;
  const opening = await openMessage(
    {
      addr: input.addr,
      identities: input.identities,
      entries: new Set(input.own_entries),
      log,
      formerLogs,
      announcedOrigins: new Set(input.announced),
      receipts,
      now: secondsOf(input.now),
      chainOf: (addr) => chains.get(addr) ?? { kind: "unknown" },
      pinOf: (addr) => input.pins.find((each) => each.addr === addr) ?? null,
    },
    { ...envelope, blobs: envelope.blobs ?? [], arrivedAt, wrap: bytes(wrapText), content: bytes(content) },
    input.mid,
  );
  return resultOf(opening);
}

function formerLog({ origin, key, note, until, pages, asked }: OldLogCase): FormerLog {
  const identity = { origin, key: bytes(key) };
  const replay = beginReplay(identity, note, null);
  for (const page of pages ?? []) replay.view.take(bytes(page));
  checkReplayed(replay, until, null);
  return { identity, until, replay: { ...replay, isAsked: asked ?? true } };
}

async function chainAnswer(log: LogView, addr: string, entries: readonly string[]): Promise<ChainAnswer> {
  try {
    const chain = await checkChain(entries.map(bytes), null);
    const inLog = log.entriesOf(addr);
    const isWhole = chain.length === inLog.length && chain.every(({ hash: entry }, index) => entry === inLog[index]);
    return isWhole && chain[0]?.addr === addr ? { kind: "chain", chain } : { kind: "refused" };
  } catch (problem) {
    if (problem instanceof Refused) return { kind: "refused" };
    throw problem;
  }
}

const WHY = { people: "sender", sync: "log", restart: "restart", former: "old-log" } as const;

function resultOf(opening: Opening): unknown {
  switch (opening.result) {
    case "refused":
      throw new Refused(opening.reason, opening.detail);
    case "retry":
      return { result: "retry", why: WHY[opening.needs] };
    case "changed-key": {
      const { from, sent, isStolen } = opening;
      return { result: "changed-key", from_addr: from.addr, from_entry: from.entry, sent, stolen: isStolen };
    }
    case "genuine":
    case "first-contact":
    case "retired-key": {
      const { from, subject, body, items, att } = opening.payload;
      return {
        ...(items === undefined ? {} : { items: items.map(knownMembers) }),
        ...(att === undefined ? {} : { att: att.map(({ name, size }) => `${name} ${size}`) }),
        ...{ result: opening.result, from_addr: from.addr, from_entry: from.entry, subject, body },
        ...{ receipt_key: opening.receiptKey, receipt_hash: opening.receiptHash, exp: opening.exp },
        ...{ own: opening.isOwn, odd_time: opening.isOddlyTimed, to_old_key: opening.isToOldKey },
      };
    }
    default:
      return { result: opening.result };
  }
}

/** An item without the members that nobody knows. */
function knownMembers({ i, kind, from, title, fields, att }: Item): Item {
  const known = fields.map(({ f, label, value, hide }) => ({
    ...{ f, value },
    ...(label === undefined ? {} : { label }),
    ...(hide === undefined ? {} : { hide }),
  }));
  return { i, kind, from, title, fields: known, ...(att === undefined ? {} : { att }) };
}

interface Written {
  readonly records: readonly Receipt[];
  readonly changes: readonly ExpiryChange[];
}

export const messageRunners: Record<string, Runner> = {
  wrap,
  payload,
  message,
  receipts: async ({ sealed, vk, uid, seg, mine, served, from_addr, mid }) => {
    if (from_addr !== undefined) return { key: receiptKey(from_addr, mid) };
    const frame = (written: Written) => ({ uid: "", seg: 0, ...written });
    const segment =
      sealed === undefined
        ? mergeSegments(frame(mine as Written), frame(served as Written))
        : await openSegment(bytes(sealed), bytes(vk), uid, seg);
    return { records: segment.records, changes: segment.changes };
  },
  control: async ({ jws, message: about, entries, arrived_at, known }) => {
    const chain = await checkChain(entries.map(bytes), null);
    return (await readControl(bytes(jws), about, chain, arrived_at, known)) ?? { ignored: true };
  },
};
