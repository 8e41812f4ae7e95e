// Receipts of the account: one memory over all segments; only the newest segment is written again (keys.md 3.2).
import { b64u, unb64u } from "../crypto/encoding.ts";
import {
  type ExpiryChange,
  openSegment,
  type Receipt,
  Receipts,
  SEGMENT_RECORDS,
  type Segment,
  sealSegment,
} from "../crypto/receipts.ts";
import type { Write } from "./shapes.ts";

/** So many waiting records are worth a write of their own. */
const DUE = 32;

interface Newest {
  n: number;
  ver: number;
  records: Map<string, Receipt>;
  changes: Map<string, ExpiryChange>;
}

/** A sealed segment on its way, with the records it is to save. */
interface Pending {
  readonly n: number;
  readonly ver: number;
  readonly text: string;
  readonly keys: ReadonlyMap<string, Receipt>;
}

export class ReceiptKeeper {
  readonly memory = new Receipts();
  readonly #uid: string;
  readonly #vaultKey: Uint8Array;
  readonly #unsaved = new Map<string, Receipt>();
  #newest: Newest = { n: 0, ver: 0, records: new Map(), changes: new Map() };
  #pending: Pending | null = null;

  constructor(uid: string, vaultKey: Uint8Array) {
    this.#uid = uid;
    this.#vaultKey = vaultKey;
  }

  /** Add flags to a record; nothing happens when it holds them already. */
  note(key: string, hash: string, flags: number): void {
    const before = this.memory.flagsOf(key, hash);
    if ((before | flags) === before) return;
    this.memory.note({ key, hash, flags });
    this.#unsaved.set(`${key}.${hash}`, { key, hash, flags: before | flags });
  }

  async take(n: number, ver: number, receipts: string): Promise<void> {
    const segment = await openSegment(unb64u(receipts), this.#vaultKey, this.#uid, n);
    this.memory.take(segment);
    if (n < this.#newest.n) return;
    this.#newest = {
      n,
      ver,
      records: new Map(segment.records.map((record) => [`${record.key}.${record.hash}`, record])),
      changes: new Map(segment.changes.map((change) => [change.key, change])),
    };
    this.#pending = null;
  }

  async pending(): Promise<(Write<{ ver: number; receipts: string }> & { n: number; isDue: boolean }) | null> {
    if (this.#pending === null && this.#unsaved.size === 0) return null;
    const pending = (this.#pending ??= await this.#seal());
    return {
      n: pending.n,
      ifMatch: pending.n === this.#newest.n ? this.#newest.ver : 0,
      body: { ver: pending.ver, receipts: pending.text },
      isDue: this.#unsaved.size >= DUE,
    };
  }

  saved(n: number, ver: number): void {
    const pending = this.#pending;
    if (pending?.n !== n || pending.ver !== ver) return;
    for (const [key, receipt] of pending.keys) {
      if (this.#unsaved.get(key)?.flags === receipt.flags) this.#unsaved.delete(key);
    }
    const records = n === this.#newest.n ? this.#newest.records : new Map<string, Receipt>();
    for (const [key, receipt] of pending.keys) records.set(key, receipt);
    this.#newest = {
      n,
      ver,
      records,
      changes: n === this.#newest.n ? this.#newest.changes : new Map<string, ExpiryChange>(),
    };
    this.#pending = null;
  }

  async #seal(): Promise<Pending> {
    const room = SEGMENT_RECORDS - this.#newest.records.size;
    const isFull = [...this.#unsaved.keys()].filter((key) => !this.#newest.records.has(key)).length > room;
    const n = isFull ? this.#newest.n + 1 : this.#newest.n;
    const ver = isFull ? 1 : this.#newest.ver + 1;
    const keys = new Map([...this.#unsaved].slice(0, SEGMENT_RECORDS));
    const records = new Map(isFull ? [] : this.#newest.records);
    for (const [key, receipt] of keys) records.set(key, receipt);
    const segment: Segment = {
      uid: this.#uid,
      seg: n,
      records: [...records.values()],
      changes: isFull ? [] : [...this.#newest.changes.values()],
    };
    return { n, ver, text: b64u(await sealSegment(segment, this.#vaultKey)), keys };
  }
}
