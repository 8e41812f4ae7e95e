// The chunks of an age file's payload: ChaCha20-Poly1305, natively where the browser has it, else by noble.
//
// For files only, which are long: everything else goes through typage.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sha256 as nativeSha256 } from "@noble/hashes/webcrypto.js";
import { utf8 } from "./encoding.ts";

export const CHUNK_BYTES = 65_536;
export const TAG_BYTES = 16;
export const NONCE_BYTES = 16;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Seals and opens chunks of one file, each into memory that has exactly its length: a file is many chunks, and what each
 * of them leaves behind would pile up. `open` rejects for altered bytes.
 */
export interface ChunkCipher {
  seal(index: number, isLast: boolean, plain: Uint8Array, into: Uint8Array): Promise<void>;
  open(index: number, isLast: boolean, sealed: Uint8Array, into: Uint8Array): Promise<void>;
}

/** What is used of Web Crypto: this folder is compiled without the types of the DOM. */
interface NativeCrypto {
  importKey(format: string, key: Bytes, algorithm: object, extractable: boolean, usages: string[]): Promise<object>;
  encrypt(algorithm: object, key: object, data: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: object, key: object, data: Uint8Array): Promise<ArrayBuffer>;
}

const NAME = "ChaCha20-Poly1305";

/** Gives back the memory of a buffer that nobody uses any more, if it can. */
export type Spend = (buffer: ArrayBuffer) => void;

/** The cipher of the payload under this file key and nonce. */
export async function chunkCipher(fileKey: Uint8Array, nonce: Uint8Array, spend: Spend): Promise<ChunkCipher> {
  const key = new Uint8Array(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
  return (await nativeCipher(key, spend)) ?? nobleCipher(key);
}

/** SHA-256 of something long, natively. */
export function longHash(data: Uint8Array): Promise<Uint8Array> {
  return nativeSha256(data);
}

async function nativeCipher(key: Bytes, spend: Spend): Promise<ChunkCipher | null> {
  const subtle = (globalThis as { crypto?: { subtle?: NativeCrypto } }).crypto?.subtle;
  if (subtle === undefined) return null;
  let imported: object;
  try {
    imported = await subtle.importKey("raw-secret", key, { name: NAME }, false, ["encrypt", "decrypt"]);
  } catch {
    // A browser without this algorithm, or with another draft of it.
    return null;
  }
  const algorithm = (index: number, isLast: boolean) => ({ name: NAME, iv: chunkNonce(index, isLast), tagLength: 128 });
  const moveInto = (into: Uint8Array, chunk: ArrayBuffer) => {
    into.set(new Uint8Array(chunk));
    spend(chunk);
  };
  return {
    seal: async (index, isLast, plain, into) =>
      moveInto(into, await subtle.encrypt(algorithm(index, isLast), imported, plain)),
    open: async (index, isLast, sealed, into) =>
      moveInto(into, await subtle.decrypt(algorithm(index, isLast), imported, sealed)),
  };
}

/** The same without Web Crypto; exported for the tests that compare both. */
export function nobleCipher(key: Uint8Array): ChunkCipher {
  const cipher = (index: number, isLast: boolean) => chacha20poly1305(key, chunkNonce(index, isLast));
  return {
    seal: (index, isLast, plain, into) => {
      cipher(index, isLast).encrypt(plain, into);
      return Promise.resolve();
    },
    open: (index, isLast, sealed, into) =>
      new Promise((resolve) => {
        cipher(index, isLast).decrypt(sealed, into);
        resolve();
      }),
  };
}

/** 11 bytes of counter, big-endian, and whether this is the last chunk. */
function chunkNonce(index: number, isLast: boolean): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
