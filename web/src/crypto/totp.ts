// One-time codes of an entry's `totp` field (entries.md 8.3, RFC 6238).
//
// Twenty lines over noble's HMAC, which is in the bundle anyway; a library would bring its own copy of the hashes. The
// codes of the RFC's appendix B are among the vectors.
import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { typedLetters } from "./linkcode.ts";
import { must } from "./refused.ts";

export interface OneTimeSecret {
  readonly secret: Uint8Array;
  readonly algorithm: "SHA1" | "SHA256" | "SHA512";
  readonly digits: number;
  /** seconds */
  readonly period: number;
}

export interface OneTimeCode {
  readonly code: string;
  readonly secondsLeft: number;
  readonly period: number;
}

const SECRET_MOST = 128;
const PERIOD_MOST = 3600;
const HASHES = { SHA1: sha1, SHA256: sha256, SHA512: sha512 };
const URI = /^otpauth:\/\/totp(?:\/[^?#]*)?(?:\?([^#]*))?(?:#[^]*)?$/i;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The secret in an `otpauth://totp/` URI or in bare base32; anything else is refused with `form`. */
export function readTotp(value: string): OneTimeSecret {
  const text = value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!/^otpauth:/i.test(text)) return { secret: secretOf(text), algorithm: "SHA1", digits: 6, period: 30 };
  const match = URI.exec(text);
  must(match !== null, "form", "not the address of a time-based code");
  const asked = parameters(match[1] ?? "");
  const only = (name: string, otherwise: string): string => {
    const values = asked.filter(([given]) => given === name);
    must(values.length <= 1, "form", `${name} stands twice`);
    return values[0]?.[1] ?? otherwise;
  };
  const algorithm = only("algorithm", "SHA1").toUpperCase();
  must(Object.hasOwn(HASHES, algorithm), "form", "an unknown algorithm of one-time codes");
  return {
    secret: secretOf(only("secret", "")),
    algorithm: algorithm as OneTimeSecret["algorithm"],
    digits: numberIn(only("digits", "6"), 6, 8),
    period: numberIn(only("period", "30"), 1, PERIOD_MOST),
  };
}

/** The code of a `totp` field at these Unix seconds. */
export function totpCode(value: string, seconds: number): OneTimeCode {
  const { secret, algorithm, digits, period } = readTotp(value);
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(Math.floor(seconds / period)));
  const mac = hmac(HASHES[algorithm], secret, counter);
  const offset = (mac[mac.length - 1] as number) & 15;
  const number = new DataView(mac.buffer, mac.byteOffset).getUint32(offset) & 0x7fffffff;
  const code = String(number % 10 ** digits).padStart(digits, "0");
  return { code, secondsLeft: period - (seconds % period), period };
}

function secretOf(text: string): Uint8Array {
  const letters = typedLetters(text).replace(/=+$/, "");
  must(/^[A-Z2-7]+$/.test(letters), "form", "not the secret of one-time codes");
  // Issuers cut where they like: bits that make no whole byte are dropped.
  const secret = new Uint8Array(Math.floor((letters.length * 5) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const letter of letters) {
    bits = ((bits << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    secret[at++] = (bits >> held) & 255;
  }
  must(secret.length >= 1 && secret.length <= SECRET_MOST, "form", "not the secret of one-time codes");
  return secret;
}

function parameters(query: string): [string, string][] {
  return query.split("&").map((part) => {
    const [name = "", ...value] = part.split("=");
    return [unescaped(name), unescaped(value.join("="))];
  });
}

/** Only ASCII may be escaped in what we read; anything else becomes a character that fits nowhere. */
function unescaped(text: string): string {
  return text.replaceAll("+", " ").replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => {
    const code = parseInt(hex, 16);
    return code < 128 ? String.fromCharCode(code) : "\ufffd";
  });
}

function numberIn(text: string, least: number, most: number): number {
  const number = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
  must(number >= least && number <= most, "form", "a number that is not allowed");
  return number;
}
