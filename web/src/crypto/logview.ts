// One client's replay of the key log: the tree, the newest entry of every address, and what it refuses (5.2, 5.3).
//
// Leaves count only once a note of the pinned key has confirmed the root that they give. A view that meets a note it
// cannot agree with throws `LogConflict`; it keeps its last good state, so reading can go on under the banner.
import { b64u, concat, equalBytes, hash, joined, readUint32be, uint32be, utf8 } from "./encoding.ts";
import { MerkleTree } from "./merkle.ts";
import { type Checkpoint, type LogIdentity, noteFromBytes, readNote } from "./note.ts";
import { must, Refused } from "./refused.ts";

/** Bytes of a leaf of type 0x01. */
export const ENTRY_LEAF_BYTES = 69;
/** Leaves in one answer of the server. */
const MAX_LEAVES = 10_000;

/** The leaf of a directory entry. */
export function entryLeaf(addr: string, seq: number, entryBytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x01), hash(utf8(addr)), uint32be(seq), hash(entryBytes));
}

/** The newest entry of one address as the log has it. `isBroken`: its numbers did not rise by one. */
export interface Newest {
  readonly seq: number;
  readonly entry: string;
  readonly index: number;
  readonly isBroken: boolean;
}

/** The served log cannot be the one that this client saw: hard stop, with both notes as evidence. */
export class LogConflict extends Refused {
  readonly held: string | null;
  readonly served: string;

  constructor(reason: "log-key" | "log-shrunk" | "split-view", held: string | null, served: string) {
    super(reason, "the served log is not the one seen before");
    this.name = "LogConflict";
    this.held = held;
    this.served = served;
  }
}

export class LogView {
  readonly identity: LogIdentity;
  readonly #tree = new MerkleTree();
  readonly #leaves: Uint8Array[] = [];
  /** Per address hash: the indexes of its leaves in order. */
  readonly #byAddress = new Map<string, number[]>();
  readonly #broken = new Set<string>();
  #head: Checkpoint | null = null;
  #hasUnknownLeaves = false;

  constructor(identity: LogIdentity) {
    this.identity = identity;
  }

  /** The newest confirmed checkpoint. */
  get head(): Checkpoint | null {
    return this.#head;
  }

  /** Leaves that a note confirmed. */
  get size(): number {
    return this.#head?.size ?? 0;
  }

  /** Where to fetch from: confirmed leaves and those still waiting for their note. */
  get next(): number {
    return this.#tree.size;
  }

  /** Whether the log holds leaf types this client does not know: "newer server". */
  get hasUnknownLeaves(): boolean {
    return this.#hasUnknownLeaves;
  }

  /** The root at any confirmed size. */
  rootAt(size: number): Uint8Array {
    must(size <= this.size, "log", "beyond the confirmed log");
    return this.#tree.rootAt(size);
  }

  newestOf(addr: string): Newest | null {
    const key = addressKey(addr);
    const indexes = this.#byAddress.get(key);
    const index = indexes?.at(-1);
    if (indexes === undefined || index === undefined) return null;
    return { seq: indexes.length - 1, entry: this.#entryAt(index), index, isBroken: this.#broken.has(key) };
  }

  /** The hashes of all entries of an address, by seq; empty without one. */
  entriesOf(addr: string): readonly string[] {
    return (this.#byAddress.get(addressKey(addr)) ?? []).map((index) => this.#entryAt(index));
  }

  /** The index of an entry's leaf, null if the confirmed log does not hold it for this address. */
  indexOf(addr: string, entry: string): number | null {
    const indexes = this.#byAddress.get(addressKey(addr)) ?? [];
    return indexes.find((index) => this.#entryAt(index) === entry) ?? null;
  }

  /**
   * Take one answer of `GET log?from=n` with n = `next`. Returns true when the note confirmed everything, false when
   * more leaves must be fetched first. Refuses broken framing with `form`; throws `LogConflict` for section 5.3, rule 1.
   */
  take(wire: Uint8Array): boolean {
    const { leaves, note } = readWire(wire);
    return this.#takeLeaves(leaves, note);
  }

  #takeLeaves(leaves: readonly Uint8Array[], note: string): boolean {
    const checkpoint = this.#readPinned(note);
    for (const leaf of leaves) this.#tree.append(leaf);
    for (const leaf of leaves) this.#leaves.push(leaf);
    if (checkpoint.size > this.#tree.size) {
      must(leaves.length > 0, "log", "no leaves, though more are signed");
      return false;
    }
    this.#confirm(checkpoint);
    return true;
  }

  /** Take in what `toWire` gave, hashed again; then compare with the vault's note by `agreesWith`. */
  restore(stored: Uint8Array): void {
    const { leaves, note } = readWire(stored, Number.POSITIVE_INFINITY);
    this.#takeLeaves(leaves, note);
  }

  /** Check a single note against what is confirmed, such as one from the vault or from a message. */
  agreesWith(checkpoint: Checkpoint): boolean {
    return checkpoint.size <= this.size && equalBytes(this.#tree.rootAt(checkpoint.size), checkpoint.root);
  }

  /** The confirmed leaves and note in the form of the wire, for a cache; `restore` on a new view takes them in. */
  toWire(): Uint8Array {
    return writeWire(this.#leaves.slice(0, this.size), this.#head?.note ?? "");
  }

  #readPinned(note: string): Checkpoint {
    let checkpoint: Checkpoint;
    try {
      checkpoint = readNote(note, this.identity);
    } catch {
      throw this.#conflict("log-key", note);
    }
    const head = this.#head;
    if (head === null) return checkpoint;
    if (checkpoint.size < head.size || checkpoint.time < head.time) throw this.#conflict("log-shrunk", note);
    const isSameSize = checkpoint.size === head.size;
    if (isSameSize && !equalBytes(checkpoint.root, head.root)) throw this.#conflict("split-view", note);
    return checkpoint;
  }

  #confirm(checkpoint: Checkpoint): void {
    const isSame =
      checkpoint.size === this.#tree.size && equalBytes(this.#tree.rootAt(checkpoint.size), checkpoint.root);
    if (!isSame) throw this.#conflict("split-view", checkpoint.note);
    for (let index = this.size; index < checkpoint.size; index++) this.#learn(this.#leaves[index] as Uint8Array, index);
    this.#head = checkpoint;
  }

  #learn(leaf: Uint8Array, index: number): void {
    if (leaf.length !== ENTRY_LEAF_BYTES || leaf[0] !== 0x01) {
      this.#hasUnknownLeaves = true;
      return;
    }
    const key = b64u(leaf.subarray(1, 33));
    const indexes = this.#byAddress.get(key) ?? [];
    if (readUint32be(leaf, 33) !== indexes.length) this.#broken.add(key);
    indexes.push(index);
    this.#byAddress.set(key, indexes);
  }

  #entryAt(index: number): string {
    return b64u((this.#leaves[index] as Uint8Array).subarray(37));
  }

  #conflict(reason: LogConflict["reason"] & ("log-key" | "log-shrunk" | "split-view"), served: string): LogConflict {
    this.#dropUnconfirmed();
    return new LogConflict(reason, this.#head?.note ?? null, served);
  }

  #dropUnconfirmed(): void {
    this.#tree.cutTo(this.size);
    this.#leaves.length = this.size;
  }
}

function addressKey(addr: string): string {
  return b64u(hash(utf8(addr)));
}

function frame(leaf: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(leaf.length >> 8, leaf.length & 255), leaf);
}

/** Split `uint16be(length) || leaf …, 0x0000, note`. */
export function readWire(wire: Uint8Array, mostLeaves = MAX_LEAVES): { leaves: Uint8Array[]; note: string } {
  const leaves: Uint8Array[] = [];
  let offset = 0;
  for (;;) {
    must(offset + 2 <= wire.length, "form", "the log is cut off");
    const length = ((wire[offset] as number) << 8) | (wire[offset + 1] as number);
    offset += 2;
    must(leaves.length <= mostLeaves, "form", "too many leaves in one answer");
    if (length === 0) return { leaves, note: noteFromBytes(wire.subarray(offset)) };
    must(offset + length <= wire.length, "form", "the log is cut off");
    leaves.push(wire.slice(offset, offset + length));
    offset += length;
  }
}

/** Write the wire form, for caches and tests. */
export function writeWire(leaves: readonly Uint8Array[], note: string): Uint8Array {
  return joined([...leaves.map(frame), Uint8Array.of(0, 0), utf8(note)]);
}
