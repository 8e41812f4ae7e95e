// The key check: eight words, a QR code, and the safety number of technical details (section 5.6).
import { sha512 } from "@noble/hashes/sha2.js";
import { b64u, concat, isAddr, unb64u, utf8 } from "./encoding.ts";
import type { PublicKeys } from "./entry.ts";
import { must } from "./refused.ts";
import { WORDS } from "./wordlist.ts";

const ROUNDS = 5200;

/** D: 64 bytes. Takes some ten milliseconds by intention, against searching for look-alike keys. */
export function keyDigest(addr: string, keys: PublicKeys): Uint8Array {
  const zero = Uint8Array.of(0);
  // An ML-DSA key would stand between the two: empty in version 1.
  const first = concat(utf8("waxpost/v1/safety"), zero, utf8(addr), zero, keys.ed25519, keys.enc);
  let digest: Uint8Array = sha512(first);
  for (let round = 0; round < ROUNDS; round++) digest = sha512(digest);
  return digest;
}

/** The first 88 bits of D as eight words. */
export function keyWords(digest: Uint8Array): string[] {
  const words: string[] = [];
  for (let word = 0; word < 8; word++) {
    let index = 0;
    for (let bit = word * 11; bit < word * 11 + 11; bit++) {
      index = (index << 1) | (((digest[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
    }
    words.push(WORDS[index] as string);
  }
  return words;
}

/** Whether all eight words, in order, were typed; case, blanks and hyphens between them do not matter. */
export function sameWords(digest: Uint8Array, typed: string): boolean {
  const words = typed.normalize("NFKC").toLowerCase().replaceAll("-", " ").trim().split(/\s+/);
  return words.join(" ") === keyWords(digest).join(" ");
}

/** The text in the QR code of a key. */
export function qrText(addr: string, digest: Uint8Array): string {
  return `waxpost-key:1:${addr}:${b64u(digest.subarray(0, 32))}`;
}

/** Read a scanned text: whose key, and D[:32]. Refuses with `form`. */
export function readQr(scanned: string): { addr: string; digest: Uint8Array } {
  const match = /^waxpost-key:1:([^:]+):([A-Za-z0-9_-]{43})$/.exec(scanned);
  must(match !== null && isAddr(match[1] as string), "form", "not the code of a key");
  return { addr: match[1] as string, digest: unb64u(match[2] as string, 32) };
}

/** 60 digits in twelve groups: both halves sorted, so that both people see the same. */
export function safetyNumber(mine: Uint8Array, theirs: Uint8Array): string {
  return [half(mine), half(theirs)].sort().join(" ");
}

function half(digest: Uint8Array): string {
  const groups: string[] = [];
  for (let group = 0; group < 6; group++) {
    let value = 0;
    for (const byte of digest.subarray(group * 5, group * 5 + 5)) value = value * 256 + byte;
    groups.push(String(value % 100000).padStart(5, "0"));
  }
  return groups.join(" ");
}
