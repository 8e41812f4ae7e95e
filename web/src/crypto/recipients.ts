// Hybrid key pairs of age: identities (`AGE-SECRET-KEY-PQ-1…`), seeds and raw public keys.
//
// Public keys travel raw (1216 bytes): bech32 of one costs more than a millisecond in other clients.
import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";
import { openWith, sealTo, type Sealed } from "./age.ts";
import { checkSealed, id, parseObject, text, writeStrict } from "./strictjson.ts";
import { must, Refused } from "./refused.ts";

/** Bytes of a raw hybrid public key: ML-KEM-768, then X25519. */
export const PUBLIC_KEY_BYTES = 1216;
/** Two coefficients of 12 bits in three bytes; a 32-byte seed and the X25519 key follow. */
const COEFFICIENT_BYTES = 1152;
const MODULUS = 3329;

/** A new one-off or lasting identity. */
export async function makeIdentity(): Promise<string> {
  return generateHybridIdentity();
}

/** The 32-byte seed of an identity; refuses with `form` what is not one. */
export function seedOf(identity: string): Uint8Array {
  let decoded: { prefix: string; bytes: Uint8Array };
  try {
    decoded = bech32.decodeToBytes(identity);
  } catch {
    throw new Refused("form", "not an identity");
  }
  const isHybrid = identity.startsWith("AGE-SECRET-KEY-PQ-1") && decoded.prefix.toUpperCase() === "AGE-SECRET-KEY-PQ-";
  must(isHybrid && decoded.bytes.length === 32, "form", "not a hybrid identity");
  return decoded.bytes;
}

/** The identity of a 32-byte seed. */
export function identityOf(seed: Uint8Array): string {
  must(seed.length === 32, "form", "not a seed");
  return bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
}

/** The raw public key of an identity, derived here and never taken from anybody. */
export async function publicKeyOf(identity: string): Promise<Uint8Array> {
  seedOf(identity);
  const recipient = await identityToRecipient(identity);
  return bech32.fromWords(bech32.decode(recipient as `${string}1${string}`, false).words);
}

/** The check of FIPS 203, 7.2: every coefficient of the ML-KEM half is below the modulus. Refuses with `form`. */
export function checkPublicKey(publicKey: Uint8Array): void {
  must(publicKey.length === PUBLIC_KEY_BYTES, "form", "not a hybrid public key");
  for (let at = 0; at < COEFFICIENT_BYTES; at += 3) {
    const [a, b, c] = publicKey.subarray(at, at + 3) as unknown as [number, number, number];
    must((a | ((b & 15) << 8)) < MODULUS && ((b >> 4) | (c << 4)) < MODULUS, "form", "not a hybrid public key");
  }
}

/** The `age1pq1…` form of a raw public key. */
export function recipientOf(publicKey: Uint8Array): string {
  must(publicKey.length === PUBLIC_KEY_BYTES, "form", "not a hybrid public key");
  return bech32.encode("age1pq", bech32.toWords(publicKey), false);
}

const WRAP_MEMBERS = new Set(["v", "t", "mid", "mk"]);

/** Wrap the message key for one person: `wrap.age` of section 6.2, step 5. `publicKey` is the person's raw `enc`. */
export async function wrapKey(publicKey: Uint8Array, mid: string, messageKey: string): Promise<Sealed> {
  return sealTo(recipientOf(publicKey), writeStrict({ v: 1, t: "waxpost-wrap", mid, mk: messageKey }));
}

/** Unwrap with the first of my identities that fits; throws `NoKeyFits` or `Refused`. */
export async function unwrapKey(
  identities: readonly string[],
  wrap: Sealed,
): Promise<{ mid: string; messageKey: string }> {
  const object = parseObject(await openWith(identities, wrap));
  checkSealed(object, "waxpost-wrap", WRAP_MEMBERS);
  const messageKey = text(object, "mk");
  seedOf(messageKey);
  return { mid: id(object, "mid"), messageKey };
}
