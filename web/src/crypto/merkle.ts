// The Merkle tree of the key log: RFC 6962 with SHA-256, kept as the hashes of all perfect subtrees (section 5.2).
import { sha256 } from "@noble/hashes/sha2.js";
import { hash, concat } from "./encoding.ts";

/** H(0x00 || leaf) */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return hash(concat(Uint8Array.of(0), leaf));
}

const NODE = new Uint8Array(65);

/** H(0x01 || left || right) */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  NODE[0] = 1;
  NODE.set(left, 1);
  NODE.set(right, 33);
  return sha256(NODE);
}

/** A tree that grows at its end and knows its root at every size it ever had. */
export class MerkleTree {
  // levels[k][i] is the root of the i-th perfect subtree of 2^k leaves.
  readonly #levels: Uint8Array[][] = [[]];

  get size(): number {
    return (this.#levels[0] as Uint8Array[]).length;
  }

  append(leaf: Uint8Array): void {
    let node = leafHash(leaf);
    for (let level = 0; ; level++) {
      const row = (this.#levels[level] ??= []);
      row.push(node);
      if (row.length % 2 === 1) return;
      node = nodeHash(row[row.length - 2] as Uint8Array, node);
    }
  }

  /** Forget the leaves from `size` on. */
  cutTo(size: number): void {
    for (const [level, row] of this.#levels.entries()) row.length = Math.min(row.length, Math.floor(size / 2 ** level));
  }

  /** The root of the first `size` leaves; `size` must not exceed the tree's. */
  rootAt(size: number): Uint8Array {
    if (size > this.size) throw new RangeError("the tree is smaller");
    let root: Uint8Array | null = null;
    let end = size;
    for (let level = 0; end > 0; level++) {
      const width = 2 ** level;
      // Peel perfect subtrees from the right: the lowest set bit of `end` first.
      if (end % (width * 2) === 0) continue;
      const subtree = this.#levels[level]?.[end / width - 1] as Uint8Array;
      root = root === null ? subtree : nodeHash(subtree, root);
      end -= width;
    }
    return root ?? sha256(new Uint8Array(0));
  }
}
