// Receipts: what this person opened or deleted, kept sealed so that a message cannot come twice or in two versions (3.2).
import { openUnder, sealUnderKey, sealedFrom, type Sealed } from "./age.ts";
import { b64u, concat, hash, hkdf, joined, unb64u, utf8 } from "./encoding.ts";
import { must } from "./refused.ts";
import { checkSealed, coded, objects, parseObject, text, time, whole, id, writeStrict } from "./strictjson.ts";

export const OPENED = 1;
export const DELETED = 2;
export const BURNT = 4;
/** Records in one segment. */
export const SEGMENT_RECORDS = 4096;
const RECORD_BYTES = 33;

/** One content of one message and what became of it; key and hash are b64u of 16 bytes. */
export interface Receipt {
  readonly key: string;
  readonly hash: string;
  readonly flags: number;
}

/** The newest change of an expiry, per message. */
export type ExpiryChange = { readonly key: string; readonly exp: string | null; readonly at: string };

export interface Segment {
  readonly uid: string;
  readonly seg: number;
  /** In the order they were added. */
  readonly records: readonly Receipt[];
  readonly changes: readonly ExpiryChange[];
}

/** H(from.addr || 0x00 || mid)[:16], `mid` as its 22 ASCII characters. */
export function receiptKey(fromAddr: string, mid: string): string {
  return b64u(hash(utf8(fromAddr), Uint8Array.of(0), utf8(mid)).subarray(0, 16));
}

/** The receipt hash: H(decoded JWS payload)[:16]. */
export function receiptHash(payload: Uint8Array): string {
  return b64u(hash(payload).subarray(0, 16));
}

const MEMBERS = new Set(["v", "t", "crit", "uid", "seg", "rec", "exp"]);

export async function sealSegment(segment: Segment, vaultKey: Uint8Array): Promise<Sealed> {
  const rec = joined(
    segment.records.map(({ key, hash, flags }) => concat(unb64u(key, 16), unb64u(hash, 16), Uint8Array.of(flags))),
  );
  const object = {
    v: 1,
    t: "waxpost-receipts",
    uid: segment.uid,
    seg: segment.seg,
    rec: b64u(rec),
    exp: segment.changes,
  };
  return sealUnderKey(receiptsKey(vaultKey), writeStrict(object));
}

/** Throws `NoKeyFits` or `Refused`, also when it is of another person or another segment. */
export async function openSegment(
  sealed: Uint8Array,
  vaultKey: Uint8Array,
  uid: string,
  seg: number,
): Promise<Segment> {
  const object = parseObject(await openUnder(receiptsKey(vaultKey), sealedFrom(sealed)));
  checkSealed(object, "waxpost-receipts", MEMBERS);
  must(id(object, "uid") === uid && whole(object, "seg") === seg, "form", "another segment");
  const rec = unb64u(text(object, "rec"));
  must(rec.length % RECORD_BYTES === 0 && rec.length <= SEGMENT_RECORDS * RECORD_BYTES, "form", "records");
  const records = [];
  for (let at = 0; at < rec.length; at += RECORD_BYTES) {
    const flags = rec[at + 32] as number;
    must(flags <= 7, "form", "flags");
    records.push({ key: b64u(rec.subarray(at, at + 16)), hash: b64u(rec.subarray(at + 16, at + 32)), flags });
  }
  const changes = objects(object, "exp").map((change) => ({
    key: coded(change, "key", 16),
    exp: change["exp"] === null ? null : time(change, "exp"),
    at: time(change, "at"),
  }));
  return { uid, seg, records, changes };
}

function receiptsKey(vaultKey: Uint8Array): string {
  return b64u(hkdf(vaultKey, "waxpost/v1/vk/receipts"));
}

/** Union of two versions of one segment: flags by OR, of changes the newest `at`; the served order comes first. */
export function mergeSegments(mine: Segment, served: Segment): Segment {
  const memory = new Receipts();
  memory.take(served);
  memory.take(mine);
  return { ...served, records: memory.records(), changes: memory.changes() };
}

/** All segments of one person as one memory. One message with two contents is evidence, so both stay. */
export class Receipts {
  readonly #records = new Map<string, Map<string, number>>();
  readonly #order: Receipt[] = [];
  readonly #changes = new Map<string, ExpiryChange>();

  /** What became of this content; 0 when nothing is known. */
  flagsOf(key: string, hash: string): number {
    return this.#records.get(key)?.get(hash) ?? 0;
  }

  /** Whether another content was seen under this message. */
  hasOtherContent(key: string, hash: string): boolean {
    const hashes = this.#records.get(key);
    return hashes !== undefined && hashes.size > (hashes.has(hash) ? 1 : 0);
  }

  changeOf(key: string): ExpiryChange | null {
    return this.#changes.get(key) ?? null;
  }

  /** Remember a record; flags only ever grow. */
  note({ key, hash, flags }: Receipt): void {
    const hashes = this.#records.get(key) ?? new Map<string, number>();
    if (!hashes.has(hash)) this.#order.push({ key, hash, flags });
    hashes.set(hash, (hashes.get(hash) ?? 0) | flags);
    this.#records.set(key, hashes);
  }

  /** Keep the newest change of an expiry. */
  noteChange(change: ExpiryChange): void {
    const held = this.#changes.get(change.key);
    if (held === undefined || change.at > held.at) this.#changes.set(change.key, change);
  }

  take(segment: Pick<Segment, "records" | "changes">): void {
    for (const record of segment.records) this.note(record);
    for (const change of segment.changes) this.noteChange(change);
  }

  records(): Receipt[] {
    return this.#order.map(({ key, hash }) => ({ key, hash, flags: this.flagsOf(key, hash) }));
  }

  changes(): ExpiryChange[] {
    return [...this.#changes.values()];
  }
}
