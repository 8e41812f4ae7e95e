// Open a message: the rules of section 6.3, in their order.
//
// Pure but for the work of the keys: what the reader knows of people and of the log is asked through `Reader`, and
// nothing is changed; the caller keeps receipts and pins. Shown is only what this file returns.
import { sealedFrom } from "./age.ts";
import { equalBytes, secondsOf } from "./encoding.ts";
import type { VerifiedEntry } from "./entry.ts";
import { keyHash, openContent } from "./envelope.ts";
import { unverifiedPayload, type VerifiedPayload, verifyJws } from "./jws.ts";
import { LogConflict, type LogView } from "./logview.ts";
import { type Checkpoint, isOrigin, type LogIdentity, noteSize, readNote, unverifiedOrigin } from "./note.ts";
import { type Payload, readPayload, unverifiedSender } from "./payload.ts";
import { isKnownSegment, judgeKey } from "./pins.ts";
import { BURNT, DELETED, OPENED, type Receipts, receiptHash, receiptKey } from "./receipts.ts";
import { unwrapKey } from "./recipients.ts";
import { must, NoKeyFits, type Reason, Refused } from "./refused.ts";
import { parseObject, text } from "./strictjson.ts";
import type { Pin } from "./vault.ts";

/** One delivery as the server gave it; nothing of it is believed. */
export interface Delivered {
  readonly mid: string;
  readonly from: string;
  readonly thread: string;
  readonly exp: string | null;
  readonly arrivedAt: string;
  readonly recipients: readonly { readonly addr: string; readonly entry: string }[];
  readonly wrap: Uint8Array;
  readonly content: Uint8Array;
  readonly blobs: readonly string[];
}

/** What is known of a person: the whole chain, verified and equal to the log's newest, or why not. */
export type ChainAnswer =
  | { readonly kind: "chain"; readonly chain: readonly VerifiedEntry[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "refused" };

/** As much of a restarted log as is here. `isAsked`: the server was asked for the rest, so what is missing is lost. */
export interface FormerReplay {
  readonly view: LogView;
  /** The vault's newest note of it. */
  readonly pinned: Checkpoint | null;
  readonly isAsked: boolean;
}

/** A log that was restarted: its key, when that happened, and its replay once somebody needed it. */
export interface FormerLog {
  readonly identity: LogIdentity;
  readonly until: string;
  readonly replay: FormerReplay | null;
}

/** The person who opens. */
export interface Reader {
  readonly addr: string;
  readonly identities: readonly string[];
  readonly entries: ReadonlySet<string>;
  readonly log: LogView;
  readonly formerLogs: readonly FormerLog[];
  /** Origins that an announced restart names and nobody has acknowledged yet. */
  readonly announcedOrigins: ReadonlySet<string>;
  readonly receipts: Receipts;
  /** Unix seconds */
  readonly now: number;
  chainOf(addr: string): ChainAnswer;
  pinOf(addr: string): Pin | null;
}

export interface OpenedMessage {
  readonly result: "genuine" | "first-contact" | "retired-key";
  readonly payload: Payload;
  /** The signer's entry in its chain. */
  readonly signer: VerifiedEntry;
  readonly receiptKey: string;
  readonly receiptHash: string;
  /** The end in force (6.4), or null. */
  readonly exp: string | null;
  readonly isOwn: boolean;
  readonly isOddlyTimed: boolean;
  readonly isToOldKey: boolean;
  /** MK, which opens the files too. */
  readonly messageKey: string;
}

export type Opening =
  | OpenedMessage
  | {
      readonly result: "changed-key";
      readonly isStolen: boolean;
      readonly from: { readonly addr: string; readonly entry: string };
      readonly sent: string;
      readonly thread: string;
    }
  | { readonly result: "refused"; readonly reason: Reason; readonly detail: string }
  | { readonly result: "not-for-me" | "expired" | "deleted" }
  | { readonly result: "retry"; readonly needs: "people" | "sync" | "restart"; readonly addrs: readonly string[] }
  | { readonly result: "retry"; readonly needs: "former"; readonly origin: string };

/** A result that ends the opening early. */
class Ended extends Error {
  readonly opening: Opening;
  constructor(opening: Opening) {
    super(opening.result);
    this.opening = opening;
  }
}

/** Open what was delivered as message `asked`. Throws only `LogConflict` (split view: hard stop); everything else is a result. */
export async function openMessage(reader: Reader, delivered: Delivered, asked: string): Promise<Opening> {
  try {
    return await applyRules(reader, delivered, asked);
  } catch (problem) {
    if (problem instanceof LogConflict) throw problem;
    if (problem instanceof Ended) return problem.opening;
    if (problem instanceof NoKeyFits) return { result: "not-for-me" };
    if (problem instanceof Refused) return { result: "refused", reason: problem.reason, detail: problem.message };
    throw problem;
  }
}

async function applyRules(reader: Reader, delivered: Delivered, asked: string): Promise<Opening> {
  const { mid, messageKey } = await unwrapKey(reader.identities, sealedFrom(delivered.wrap));
  must(mid === asked, "wrong-message", "the wrap is of another message");
  const jws = await openContent(messageKey, sealedFrom(delivered.content));
  const unverified = unverifiedPayload(jws);
  const from = unverifiedSender(unverified);
  const { chain, index } = findSigner(reader, from, unverified);
  const signer = chain[index] as VerifiedEntry;
  must(signer.keys !== null, "sender-keys", "the entry holds no keys");
  const bytes = await verifyJws(jws, signer.keys.ed25519, "waxpost-message+jws", from.entry);
  const payload = readPayload(bytes);
  must(payload.mid === asked, "wrong-message", "signed as another message");
  must(payload.mr === (await keyHash(messageKey)), "wrong-message", "signed for another key");
  const myEntry = checkAddressed(reader, payload);
  const exp = checkEnvelope(reader, delivered, payload);
  checkLog(reader, payload, myEntry);
  return judge(reader, delivered, { payload, bytes, chain, index, exp, myEntry, messageKey });
}

/** Rule 3: the signer's entry, reached from the newest verified one. */
function findSigner(
  reader: Reader,
  from: { readonly addr: string; readonly entry: string },
  unverified: Uint8Array,
): { chain: readonly VerifiedEntry[]; index: number } {
  const answer = reader.chainOf(from.addr);
  if (answer.kind === "unknown") throw new Ended({ result: "retry", needs: "people", addrs: [from.addr] });
  must(answer.kind === "chain", "sender-keys", "the sender's entries break a rule");
  const index = answer.chain.findIndex((entry) => entry.hash === from.entry);
  if (index < 0) {
    // The entry may be newer than my log: the note inside says so, and a sync settles it.
    if (claimsNewerLog(reader, unverified)) throw new Ended({ result: "retry", needs: "sync", addrs: [from.addr] });
    throw new Refused("sender-keys", "not an entry of the sender");
  }
  return { chain: answer.chain, index };
}

function claimsNewerLog(reader: Reader, unverified: Uint8Array): boolean {
  try {
    const note = text(parseObject(unverified), "log");
    const origin = unverifiedOrigin(note);
    return isOrigin(origin) && (origin !== reader.log.identity.origin || noteSize(note) > reader.log.size);
  } catch {
    return false;
  }
}

/** Rule 6: my entry in `to`, or null for my own copy. */
function checkAddressed(reader: Reader, payload: Payload): string | null {
  if (payload.from.addr === reader.addr && reader.entries.has(payload.from.entry)) return null;
  const mine = payload.to.find((recipient) => recipient.addr === reader.addr);
  must(mine !== undefined && reader.entries.has(mine.entry), "not-addressed", "the sender did not address this to me");
  return mine.entry;
}

/** Rule 7; the end in force: an earlier one of the server is obeyed, a later one than the sender asked is refused. */
function checkEnvelope(reader: Reader, delivered: Delivered, payload: Payload): string | null {
  const isSame = delivered.from === payload.from.addr && delivered.thread === payload.thread;
  must(isSame && delivered.mid === payload.mid, "envelope", "another message, sender or thread");
  const signed = payload.to.map(({ addr, entry }) => `${addr} ${entry}`).sort();
  const served = delivered.recipients.map(({ addr, entry }) => `${addr} ${entry}`).sort();
  must(signed.join("\n") === served.join("\n"), "envelope", "other recipients");
  must(delivered.blobs.length === (payload.att?.length ?? 0), "envelope", "another number of files");
  const change = reader.receipts.changeOf(receiptKey(payload.from.addr, payload.mid));
  const asked = change === null ? payload.exp : change.exp;
  const isLater = asked !== null && (delivered.exp === null || secondsOf(delivered.exp) > secondsOf(asked));
  must(!isLater, "envelope", "a later end than the signed one");
  return delivered.exp;
}

/** Rule 8. */
function checkLog(reader: Reader, payload: Payload, myEntry: string | null): void {
  const origin = unverifiedOrigin(payload.log);
  if (origin !== reader.log.identity.origin) {
    checkFormerLog(reader, payload, origin, myEntry);
    return;
  }
  const note = readNoteOf(payload, reader.log.identity);
  // First of all: a leaf I lack, even my own after another device rotated, may lie in what I have not fetched.
  if (note.size > reader.log.size) throw new Ended({ result: "retry", needs: "sync", addrs: [] });
  checkSeen(reader.log, note, payload, reader.addr, myEntry);
}

function checkFormerLog(reader: Reader, payload: Payload, origin: string, myEntry: string | null): void {
  const former = reader.formerLogs.find(({ identity }) => identity.origin === origin);
  if (former === undefined) {
    if (reader.announcedOrigins.has(origin)) throw new Ended({ result: "retry", needs: "restart", addrs: [] });
    throw new Refused("log", "a log this account never saw");
  }
  const note = readNoteOf(payload, former.identity);
  const head = reader.log.head?.note ?? null;
  // Somebody is still being shown the old log: a split view.
  if (note.time > secondsOf(former.until) + 600) throw new LogConflict("split-view", head, payload.log);
  const { replay } = former;
  if (replay !== null && note.size <= replay.view.size) {
    checkSeen(replay.view, note, payload, reader.addr, myEntry);
    return;
  }
  if (!replay?.isAsked) throw new Ended({ result: "retry", needs: "former", origin });
  // The end is lost: the signature is enough, unless the vault holds another root of this size.
  const { pinned } = replay;
  if (pinned?.size === note.size && !equalBytes(pinned.root, note.root))
    throw new LogConflict("split-view", pinned.note, payload.log);
}

/** A note that does not verify is the sender's fault, whatever is wrong with it. */
function readNoteOf(payload: Payload, log: LogIdentity): ReturnType<typeof readNote> {
  try {
    return readNote(payload.log, log);
  } catch {
    throw new Refused("log", "the sender's note does not verify");
  }
}

/** The sender's log must have held the signer's entry, and mine if it is named, and be the beginning of this one. */
function checkSeen(log: LogView, note: Checkpoint, payload: Payload, me: string, myEntry: string | null): void {
  const needed = [log.indexOf(payload.from.addr, payload.from.entry)];
  if (myEntry !== null) needed.push(log.indexOf(me, myEntry));
  for (const index of needed) must(index !== null && note.size >= index + 1, "log", "older than an entry it uses");
  if (!log.agreesWith(note)) throw new LogConflict("split-view", log.head?.note ?? null, payload.log);
}

interface Checked {
  readonly payload: Payload;
  readonly bytes: VerifiedPayload;
  readonly chain: readonly VerifiedEntry[];
  readonly index: number;
  readonly exp: string | null;
  readonly myEntry: string | null;
  readonly messageKey: string;
}

/** Rules 9 to 12. */
function judge(reader: Reader, delivered: Delivered, checked: Checked): Opening {
  const { payload, chain, index, exp, myEntry } = checked;
  const key = receiptKey(payload.from.addr, payload.mid);
  const hash = receiptHash(checked.bytes);
  must(!reader.receipts.hasOtherContent(key, hash), "two-contents", "this message came before with another content");
  const flags = reader.receipts.flagsOf(key, hash);
  if ((flags & (DELETED | BURNT)) !== 0) return { result: "deleted" };
  if (exp !== null && secondsOf(exp) <= reader.now) return { result: "expired" };
  const pin = myEntry === null ? null : reader.pinOf(payload.from.addr);
  const wasOpened = (flags & OPENED) !== 0;
  // Of my own keys all are known: rule 6 has found this entry among mine.
  const isKnown = myEntry === null || isKnownSegment(pin, chain, index);
  const verdict = wasOpened ? "genuine" : judgeKey(chain, index, delivered.arrivedAt, isKnown);
  if (verdict === "changed-key" || verdict === "stolen-key") {
    const { from, sent, thread } = payload;
    return { result: "changed-key", isStolen: verdict === "stolen-key", from, sent, thread };
  }
  const delay = secondsOf(delivered.arrivedAt) - secondsOf(payload.sent);
  const isFirst = verdict === "genuine" && myEntry !== null && pin === null && !wasOpened;
  return {
    result: isFirst ? "first-contact" : verdict,
    payload,
    signer: chain[index] as VerifiedEntry,
    receiptKey: key,
    receiptHash: hash,
    exp,
    isOwn: myEntry === null,
    isOddlyTimed: delay > 24 * 3600 || delay < -600,
    isToOldKey: myEntry !== null && isSuperseded(reader, payload, myEntry),
    messageKey: checked.messageKey,
  };
}

/** "written to your old key": the sender's log already held a newer entry of mine. */
function isSuperseded(reader: Reader, payload: Payload, myEntry: string): boolean {
  const newest = reader.log.newestOf(reader.addr);
  if (newest === null || newest.entry === myEntry || unverifiedOrigin(payload.log) !== reader.log.identity.origin)
    return false;
  return readNoteOf(payload, reader.log.identity).size > newest.index;
}
