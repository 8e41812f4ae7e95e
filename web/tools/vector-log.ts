// Runs the cases of entries, chains, checkpoints and the log (spec/vectors/README.md, "Key log").
//
// The members of a case differ by object, and a wrong member fails the case: they are read without types.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access */
import { ed25519 } from "@noble/curves/ed25519.js";
import { b64u, hash, unb64u, utf8 } from "../src/crypto/encoding.ts";
import {
  checkChain,
  checkEntry,
  entryHash,
  segmentStart,
  trustedEntry,
  type VerifiedEntry,
} from "../src/crypto/entry.ts";
import { signingPublicKey } from "../src/crypto/jws.ts";
import { entryLeaf, LogView } from "../src/crypto/logview.ts";
import { leafHash, MerkleTree } from "../src/crypto/merkle.ts";
import { checkpointText, openNote, readNote, signatureLine } from "../src/crypto/note.ts";
import { must } from "../src/crypto/refused.ts";

type Runner = (input: any) => unknown;

const bytes = (text: string): Uint8Array => unb64u(text);

function entryFacts({ addr, uid, seq, prev, act, why, name, created, keys, hash: ofEntry }: VerifiedEntry): unknown {
  const shown = keys && { ed25519: b64u(keys.ed25519), enc_sha256: b64u(hash(keys.enc)) };
  return { addr, uid, seq, prev, act, why, name, created, keys: shown, hash: ofEntry };
}

function logView(input: { origin: string; key: string; pages: string[]; addrs: string[] }): unknown {
  const view = new LogView({ origin: input.origin, key: bytes(input.key) });
  let complete = true;
  for (const page of input.pages) complete = view.take(bytes(page));
  const heads = input.addrs.map((addr) => {
    const newest = view.newestOf(addr);
    if (newest?.isBroken) return "unusable";
    return newest && { seq: newest.seq, entry: newest.entry, index: newest.index };
  });
  return { size: view.size, root: b64u(view.rootAt(view.size)), newer_server: view.hasUnknownLeaves, complete, heads };
}

export const logRunners: Record<string, Runner> = {
  entry: async ({ before, entry, note_time }) => {
    const previous = before === null ? null : trustedEntry(bytes(before), entryHash(bytes(before)));
    return entryFacts(await checkEntry(bytes(entry), previous, note_time));
  },
  chain: async ({ addr, entries, note_time }) => {
    const chain = await checkChain(entries.map(bytes), note_time);
    must(chain.length > 0 && chain[0]?.addr === addr, "chain", "not a chain of this address");
    return { newest: chain.at(-1)?.hash, segment_starts: chain.map((_, index) => segmentStart(chain, index)) };
  },
  checkpoint: ({ origin, size, root, time, seed, note, key, name }) => {
    if (name !== undefined) return { text: openNote(note, name, bytes(key)) };
    if (note === undefined) {
      const text = checkpointText({ origin, size, root: bytes(root), time });
      const signature = ed25519.sign(utf8(text), bytes(seed));
      return { note: `${text}\n${signatureLine(origin, signingPublicKey(bytes(seed)), signature)}` };
    }
    const read = readNote(note, { origin, key: bytes(key) });
    return { size: read.size, root: b64u(read.root), time: read.time };
  },
  merkle: ({ leaves, addr, seq, entry }) => {
    if (leaves === undefined) {
      const leaf = entryLeaf(addr, seq, bytes(entry));
      return { leaf: b64u(leaf), leaf_hash: b64u(leafHash(leaf)) };
    }
    const tree = new MerkleTree();
    const roots = [b64u(tree.rootAt(0))];
    for (const leaf of leaves) {
      tree.append(bytes(leaf));
      roots.push(b64u(tree.rootAt(tree.size)));
    }
    return { roots };
  },
  "log-view": (input) => (input.addr === undefined ? logView(input) : { addr_hash: b64u(hash(utf8(input.addr))) }),
};
