// Sample people and a sample key log, for tests and for the vectors this language makes. Not part of the client.
import { ed25519 } from "@noble/curves/ed25519.js";
import { b64u, timeOf, utf8 } from "../src/crypto/encoding.ts";
import { type Act, checkEntry, makeEntry, publicKeys, type VerifiedEntry, type Why } from "../src/crypto/entry.ts";
import { signingPublicKey } from "../src/crypto/jws.ts";
import { entryLeaf, writeWire } from "../src/crypto/logview.ts";
import { MerkleTree } from "../src/crypto/merkle.ts";
import { checkpointText, type LogIdentity, signatureLine } from "../src/crypto/note.ts";
import { makeIdentity, publicKeyOf } from "../src/crypto/recipients.ts";
import { randomBytes, randomId } from "../src/crypto/encoding.ts";

/** 2026-11-20T20:00:00Z */
export const NOON = 1795204800;

/** A key log that signs what it is told: the honest server's half, and with `rewrite` the dishonest one's. */
export class SampleLog {
  readonly origin: string;
  readonly seed: Uint8Array;
  readonly leaves: Uint8Array[] = [];
  time = NOON;

  constructor(origin = `waxpost/${randomId()}/keys`, seed = randomBytes(32)) {
    this.origin = origin;
    this.seed = seed;
  }

  get identity(): LogIdentity {
    return { origin: this.origin, key: signingPublicKey(this.seed) };
  }

  get info(): { origin: string; key: string; previous: { origin: string; key: string }[] } {
    return { origin: this.origin, key: b64u(this.identity.key), previous: [] };
  }

  append(addr: string, seq: number, entryBytes: Uint8Array): void {
    this.leaves.push(entryLeaf(addr, seq, entryBytes));
  }

  note(size = this.leaves.length): string {
    const tree = new MerkleTree();
    for (const leaf of this.leaves.slice(0, size)) tree.append(leaf);
    const { origin, key } = this.identity;
    const text = checkpointText({ origin, size, root: tree.rootAt(size), time: this.time });
    return `${text}\n${signatureLine(origin, key, ed25519.sign(utf8(text), this.seed))}`;
  }

  /** The answer to `GET log?from=n`. */
  wire(from = 0, most = 10_000): Uint8Array {
    return writeWire(this.leaves.slice(from, from + most), this.note());
  }
}

/** One pair of keys with its seeds. */
export interface SampleKeys {
  readonly seed: Uint8Array;
  readonly enc: string;
  readonly publicEnc: Uint8Array;
}

export async function sampleKeys(): Promise<SampleKeys> {
  const enc = await makeIdentity();
  return { seed: randomBytes(32), enc, publicEnc: await publicKeyOf(enc) };
}

/** A person with a chain of entries that grows. */
export class SamplePerson {
  readonly addr: string;
  uid = randomId();
  name: string;
  readonly chain: VerifiedEntry[] = [];
  readonly keys: SampleKeys[] = [];

  constructor(addr: string, name: string) {
    this.addr = addr;
    this.name = name;
  }

  get newest(): VerifiedEntry {
    return this.chain.at(-1) as VerifiedEntry;
  }

  /** Add an entry; `time` is its `created` in Unix seconds. The log, if given, gets its leaf. */
  async publish(act: Act, why: Why | null, time: number, log?: SampleLog): Promise<VerifiedEntry> {
    const before = this.chain.at(-1) ?? null;
    const old = this.keys.at(-1);
    if (act !== "name" && act !== "revoke") this.keys.push(await sampleKeys());
    const current = this.keys.at(-1) as SampleKeys;
    const bytes = await makeEntry({
      addr: this.addr,
      uid: this.uid,
      seq: this.chain.length,
      prev: before?.hash ?? null,
      act,
      why,
      name: this.name,
      created: timeOf(time),
      keys: act === "revoke" ? null : publicKeys(current.seed, current.publicEnc),
      newSeed: current.seed,
      ...(old === undefined ? {} : { oldSeed: old.seed }),
    });
    const entry = await checkEntry(bytes, before, null);
    this.chain.push(entry);
    log?.append(this.addr, entry.seq, bytes);
    return entry;
  }
}
