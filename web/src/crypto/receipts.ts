// Receipts: what this person opened or deleted, kept sealed so that a message cannot come twice or in two versions (3.2).
import { openUnder, sealUnderKey, sealedFrom, type Sealed } from "./age.ts";
import { b64u, concat, hash, hkdf, joined, unb64u, utf8 } from "./encoding.ts";
import { must } from "./refused.ts";
import {
  checkSealed,
  coded,
  type Json,
  objects,
  parseObject,
  text,
  time,
  whole,
  id,
  writeStrict,
} from "./strictjson.ts";

export const OPENED = 1;
export const DELETED = 2;
export const BURNT = 4;
/** Records in one segment. */
export const SEGMENT_RECORDS = 4096;
const RECORD_BYTES = 33;

export interface Receipt {
  /** b64u of 16 bytes */
  readonly hash: string;
  readonly flags: number;
}

/** The newest change of an expiry, per message. */
export type ExpiryChange = { readonly key: string; readonly exp: string | null; readonly at: string };

export interface Segment {
  readonly uid: string;
  readonly seg: number;
  /** In the order they were added; the key is b64u of 16 bytes. */
  readonly records: readonly (Receipt & { readonly key: string })[];
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
  return sealUnderKey(receiptsKey(vaultKey), writeStrict(object as Json));
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

/** All segments of one person as one memory. Flags join by OR; a second hash for one key is evidence and changes nothing. */
export class Receipts {
  readonly #records = new Map<string, Receipt>();
  readonly #changes = new Map<string, ExpiryChange>();

  find(key: string): Receipt | null {
    return this.#records.get(key) ?? null;
  }

  changeOf(key: string): ExpiryChange | null {
    return this.#changes.get(key) ?? null;
  }

  /** Add flags; false when the key is held with another hash (two contents). */
  note(key: string, hashOf: string, flags: number): boolean {
    const held = this.#records.get(key);
    if (held !== undefined && held.hash !== hashOf) return false;
    this.#records.set(key, { hash: hashOf, flags: (held?.flags ?? 0) | flags });
    return true;
  }

  /** Keep the newest change of an expiry; true when this one is newer. */
  noteChange(change: ExpiryChange): boolean {
    const held = this.#changes.get(change.key);
    if (held !== undefined && held.at >= change.at) return false;
    this.#changes.set(change.key, change);
    return true;
  }

  /** Take in a segment; gives the keys whose hash contradicts what is held. */
  take(segment: Segment): string[] {
    const contradictions = segment.records.filter((record) => !this.note(record.key, record.hash, record.flags));
    for (const change of segment.changes) this.noteChange(change);
    return contradictions.map(({ key }) => key);
  }
}
