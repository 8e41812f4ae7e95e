// Bytes, base64url, times, addresses, names and random ids, exactly as section 2.3 writes them.
//
// Every reader here is strict: what would not be written the same way again is refused with `form`.
// The folder touches no global of the platform: hashes, random bytes and UTF-8 come from noble and scure, so it runs
// the same in a worker, in a page and in Node, and compiles without the DOM library.
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes as nobleRandom } from "@noble/hashes/utils.js";
import { base64, base64urlnopad, utf8 as utf8Coder } from "@scure/base";
import { must, Refused } from "./refused.ts";

/** UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  return utf8Coder.decode(text);
}

/** The text in UTF-8 `bytes`; bytes that are not exactly the UTF-8 of a text (a BOM, a stray byte) are refused. */
export function fromUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = utf8Coder.encode(bytes);
  } catch {
    throw new Refused("form", "not UTF-8");
  }
  must(equalBytes(utf8(text), bytes), "form", "not UTF-8");
  return text;
}

/** The parts one after another. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return joined(parts);
}

/** As `concat`, for lists of any length. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether two byte strings are equal; the time depends on the lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] as number) ^ (b[index] as number);
  return difference === 0;
}

/** base64url without padding. */
export function b64u(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes);
}

/** Decode strict base64url: the alphabet only, canonical, and `length` bytes if given. */
export function unb64u(text: string, length?: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = base64urlnopad.decode(text);
  } catch {
    throw new Refused("form", "not base64url");
  }
  // Whole groups of three bytes are written in one way only.
  const whole = bytes.length - (bytes.length % 3);
  const end = base64urlnopad.encode(bytes.subarray(whole));
  must(end === text.slice((whole / 3) * 4), "form", "base64url is not canonical");
  must(length === undefined || bytes.length === length, "form", "wrong number of bytes");
  return bytes;
}

const CANONICAL = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$/;

/** Refuse what `unb64u` refuses, without making the bytes: a pack has thousands of ids. For short texts. */
export function checkB64u(text: string, length: number): void {
  must(text.length === Math.ceil((length * 4) / 3) && CANONICAL.test(text), "form", "not base64url of that length");
}

/** Standard base64 with padding, as signed notes use it. */
export function b64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** Decode strict standard base64 with padding. */
export function unb64(text: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = base64.decode(text);
  } catch {
    throw new Refused("form", "not base64");
  }
  must(base64.encode(bytes) === text, "form", "base64 is not canonical");
  return bytes;
}

/** Four bytes, big-endian. */
export function uint32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export function readUint32be(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

/** H: SHA-256 of the parts joined. */
export function hash(...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(joined(parts));
}

/** H over a domain of section 2.1 and parts, each followed by 0x00 except the last. */
export function hashIn(domain: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const pieces: Uint8Array[] = [utf8(domain)];
  for (const part of parts) pieces.push(Uint8Array.of(0), part);
  return hash(...pieces);
}

/** HKDF(k, info): HKDF-SHA256, empty salt, 32 bytes. `info` is the whole string of section 2.1. */
export function hkdf(key: Uint8Array, info: string): Uint8Array {
  return nobleHkdf(sha256, key, undefined, utf8(info), 32);
}

export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(sha256, key, data);
}

/** Bytes of the platform's random generator. */
export function randomBytes(length: number): Uint8Array {
  return nobleRandom(length);
}

/** A new `mid`, `gid`, `uid` or other id: 16 random bytes as 22 characters. */
export function randomId(): string {
  return b64u(randomBytes(16));
}

const LOCAL_PART = /^[a-z0-9.!#$%&'*+/=?^_{}|~-]{1,64}$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether `text` is an address as it stands in entries: lower-case ASCII, LDH domain, at most 254 characters. */
export function isAddr(text: string): boolean {
  const at = text.indexOf("@");
  if (at < 1 || text.length > 254 || text.indexOf("@", at + 1) !== -1) return false;
  return (
    LOCAL_PART.test(text.slice(0, at)) &&
    text
      .slice(at + 1)
      .split(".")
      .every((label) => LABEL.test(label))
  );
}

/** The address, refused with `form` when it is not one. */
export function checkAddr(addr: string): string {
  must(isAddr(addr), "form", "not an address");
  return addr;
}

/** The address a person typed: A-Z become a-z, everything else that is not an address is refused. */
export function addrFrom(typed: string): string {
  const addr = typed.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  must(isAddr(addr), "form", "not an address");
  return addr;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/** Unix seconds of `YYYY-MM-DDTHH:MM:SSZ`; any other form, and days or hours that do not exist, are refused. */
export function secondsOf(time: string): number {
  must(TIME.test(time) && !time.startsWith("0000"), "form", "not a time");
  const milliseconds = Date.parse(time);
  must(Number.isFinite(milliseconds), "form", "not a time");
  must(timeOf(milliseconds / 1000) === time, "form", "not a time");
  return milliseconds / 1000;
}

/** `YYYY-MM-DDTHH:MM:SSZ` of Unix seconds; fractions are cut. */
export function timeOf(seconds: number): string {
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

// Control, format (which holds the bidirectional ones), surrogates, and the two separators that break lines.
const FORBIDDEN_IN_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const BLANK_AT_AN_END = /^\p{White_Space}|\p{White_Space}$/u;

/** Whether `text` may be a person's or a group's name (2.3): 1 to 100 code points. */
export function isName(text: string): boolean {
  const length = codePoints(text);
  if (length < 1 || length > 100 || text.normalize("NFC") !== text) return false;
  return !FORBIDDEN_IN_NAME.test(text) && !BLANK_AT_AN_END.test(text);
}

/** What two names have in common that a person could take for one another: NFKC, case folded, NFKC (5.1). */
export function nameKey(name: string): string {
  // Upper, then lower: the closest to case folding that the language has (the two sigmas, the sharp s).
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** Characters as the protocol counts them: Unicode code points. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
