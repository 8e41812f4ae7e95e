// Codes for fragments, QR and typing (section 2.5): base32 with a check of four bytes bound to the id in the path.
import { base32nopad } from "@scure/base";
import { concat, equalBytes, hashIn, utf8 } from "./encoding.ts";
import { must, Refused } from "./refused.ts";

export const FIRST_START = 0x04;
export const INVITATION = 0x03;
export const START_OVER = 0x05;

/** What stands for the id in a first start's code, which has no path. */
export const FIRST_START_ID = "start";

// Bytes of secret after the kind; with kind and check they make 34, 60 or 85 characters.
const SECRET_BYTES: ReadonlyMap<number, number> = new Map([
  [0x01, 32],
  [0x81, 32],
  [0x02, 48],
  [INVITATION, 48],
  [FIRST_START, 16],
  [START_OVER, 32],
]);

export interface LinkCode {
  readonly kind: number;
  readonly secret: Uint8Array;
}

/** The code of a secret for the link with this id. */
export function linkCode(code: LinkCode, id: string): string {
  must(SECRET_BYTES.get(code.kind) === code.secret.length, "form", "a code of this kind has another length");
  const bytes = concat(Uint8Array.of(code.kind), code.secret);
  return base32nopad.encode(concat(bytes, check(id, bytes)));
}

/** Read a code as typed or pasted; `Refused("incomplete-link")` for anything incomplete: then no request is made. */
export function readLinkCode(typed: string, id: string): LinkCode {
  const letters = typedLetters(typed);
  let bytes: Uint8Array;
  try {
    bytes = base32nopad.decode(letters);
  } catch {
    throw new Refused("incomplete-link", "not base32");
  }
  const kind = bytes[0];
  must(kind !== undefined && base32nopad.encode(bytes) === letters, "incomplete-link", "not base32");
  must(bytes.length === 1 + (SECRET_BYTES.get(kind) ?? -1) + 4, "incomplete-link", "another kind or length");
  must(equalBytes(bytes.subarray(-4), check(id, bytes.subarray(0, -4))), "incomplete-link", "the check does not fit");
  return { kind, secret: bytes.slice(1, -4) };
}

// White space and the dashes that keyboards, PDF files and mail programs put in place of a hyphen.
// eslint-disable-next-line no-control-regex
const BLANKS_AND_HYPHENS = /[\s\u001c-\u001f\u0085\u002d\u2010-\u2015\u2212]/g;

/** What was typed, upper-case (A to Z only), without blanks and hyphens. */
export function typedLetters(typed: string): string {
  return typed.replace(BLANKS_AND_HYPHENS, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function check(id: string, bytes: Uint8Array): Uint8Array {
  must(/^[\x20-\x7e]*$/.test(id), "incomplete-link", "the id is not ASCII");
  return hashIn("waxpost/v1/link-check", utf8(id), bytes).subarray(0, 4);
}
