// Signatures: JWS General JSON with one Ed25519 signature (section 4).
//
// The protected header is never parsed: the reader builds the one string that it must be and compares. `jose` signs
// and verifies through Web Crypto; where a platform has no Ed25519 yet, noble does the same under strict RFC 8032 rules.
import { ed25519 } from "@noble/curves/ed25519.js";
import { CompactSign, compactVerify, errors, importJWK } from "jose";
import { b64u, unb64u, utf8 } from "./encoding.ts";
import { must } from "./refused.ts";
import { asObject, list, parseObject, text, writeStrict } from "./strictjson.ts";

export type JwsType = "waxpost-message+jws" | "waxpost-directory+jws" | "waxpost-control+jws";

declare const verifiedBrand: unique symbol;
/** The payload of a JWS whose signature was verified; only `verifyJws` makes one. */
export type VerifiedPayload = Uint8Array & { readonly [verifiedBrand]: true };

/** The public half of a 32-byte Ed25519 seed. */
export function signingPublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Ed25519 over plain bytes, for signed notes: true only for a valid signature. */
export function verifyBytes(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, data, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Sign `payload`; the result is the compact JSON of section 4. */
export async function signJws(seed: Uint8Array, type: JwsType, kid: string, payload: Uint8Array): Promise<Uint8Array> {
  const header = { alg: "Ed25519", typ: type, kid };
  const encodedHeader = b64u(utf8(JSON.stringify(header)));
  const encodedPayload = b64u(payload);
  const signature = await sign(seed, header, encodedHeader, encodedPayload, payload);
  return writeStrict({ payload: encodedPayload, signatures: [{ protected: encodedHeader, signature }] });
}

/** The payload before its signature was checked. For finding the signer's key and for nothing else. */
export function unverifiedPayload(jws: Uint8Array): Uint8Array {
  return unb64u(readJws(jws).payload);
}

/**
 * Verify by the five steps of section 4. `publicKey` is 32 raw bytes from the signer's verified entry.
 * Refuses with `form` or `signature`.
 */
export async function verifyJws(
  jws: Uint8Array,
  publicKey: Uint8Array,
  type: JwsType,
  kid: string,
): Promise<VerifiedPayload> {
  const { payload, header, signature } = readJws(jws);
  const expected = b64u(utf8(JSON.stringify({ alg: "Ed25519", typ: type, kid })));
  must(header === expected, "signature", "another signature header");
  const isValid = await verify(`${expected}.${payload}.${signature}`, publicKey);
  must(isValid, "signature", "the signature does not verify");
  return unb64u(payload) as VerifiedPayload;
}

/** The three strings of a JWS of the right shape; nothing about them has been verified. */
function readJws(jws: Uint8Array): { payload: string; header: string; signature: string } {
  const object = parseObject(jws);
  must(Object.keys(object).sort().join() === "payload,signatures", "form", "members of the JWS");
  const payload = text(object, "payload");
  const signatures = list(object, "signatures");
  must(signatures.length === 1, "signature", "not exactly one signature");
  const first = asObject(signatures[0]);
  must(Object.keys(first).sort().join() === "protected,signature", "form", "members of a signature");
  const header = text(first, "protected");
  const signature = text(first, "signature");
  unb64u(payload);
  unb64u(signature, 64);
  return { payload, header, signature };
}

/** Whether Web Crypto here lacks Ed25519; learned from the first refusal. */
let isNativeMissing = false;

async function sign(
  seed: Uint8Array,
  header: { alg: string; typ: string; kid: string },
  encodedHeader: string,
  encodedPayload: string,
  payload: Uint8Array,
): Promise<string> {
  if (!isNativeMissing) {
    try {
      const key = await importJWK(jwkOf(signingPublicKey(seed), seed), "Ed25519");
      const compact = await new CompactSign(payload).setProtectedHeader(header).sign(key);
      const [writtenHeader, writtenPayload, signature] = compact.split(".") as [string, string, string];
      if (writtenHeader === encodedHeader && writtenPayload === encodedPayload) return signature;
    } catch {
      isNativeMissing = true;
    }
  }
  return b64u(ed25519.sign(utf8(`${encodedHeader}.${encodedPayload}`), seed));
}

async function verify(compact: string, publicKey: Uint8Array): Promise<boolean> {
  if (!isNativeMissing) {
    try {
      await compactVerify(compact, await importJWK(jwkOf(publicKey), "Ed25519"), { algorithms: ["Ed25519"] });
      return true;
    } catch (problem) {
      if (problem instanceof errors.JOSEError && !(problem instanceof errors.JOSENotSupported)) return false;
      isNativeMissing = !(await hasNativeEd25519());
      if (!isNativeMissing) return false;
    }
  }
  const [header, payload, signature] = compact.split(".") as [string, string, string];
  return verifyBytes(publicKey, utf8(`${header}.${payload}`), unb64u(signature, 64));
}

/** Tries a key that is certainly valid: the base point's own encoding. */
async function hasNativeEd25519(): Promise<boolean> {
  try {
    await importJWK(jwkOf(ed25519.Point.BASE.toBytes()), "Ed25519");
    return true;
  } catch {
    return false;
  }
}

function jwkOf(publicKey: Uint8Array, seed?: Uint8Array): { kty: string; crv: string; x: string; d?: string } {
  const jwk = { kty: "OKP", crv: "Ed25519", x: b64u(publicKey) };
  return seed === undefined ? jwk : { ...jwk, d: b64u(seed) };
}
