// From a password or a recovery code to keys (sections 2.2, 3.1, 3.3).
//
// The server proposes salt and cost; this file refuses anything below the floor or above the ceiling, whatever the
// server says. The address is part of the salt, so no salt serves two addresses.
import { base32nopad } from "@scure/base";
import { argon2d, argon2id } from "hash-wasm";
import { hash, hashIn, hkdf, randomBytes, unb64u, utf8 } from "./encoding.ts";
import { typedLetters } from "./linkcode.ts";
import { must } from "./refused.ts";
import { coded, type JsonObject, whole } from "./strictjson.ts";

/** What a server offers for one address: 16 salt bytes as b64u, memory in KiB, passes, lanes. */
export type Kdf = {
  readonly salt: string;
  readonly m: number;
  readonly t: number;
  readonly p: number;
};

const FLOOR = { m: 65536, t: 3, p: 1 };
const CEILING = { m: 1048576, t: 10, p: 4 };

/** Read KDF values from JSON and check floor and ceiling. */
export function readKdf(object: JsonObject): Kdf {
  const kdf = { salt: coded(object, "salt", 16), m: whole(object, "m"), t: whole(object, "t"), p: whole(object, "p") };
  checkKdf(kdf);
  return kdf;
}

/** Refuse with `weak-kdf` what is weaker than the floor or dearer than the ceiling. */
export function checkKdf(kdf: Kdf): void {
  unb64u(kdf.salt, 16);
  for (const name of ["m", "t", "p"] as const) {
    must(Number.isSafeInteger(kdf[name]) && kdf[name] >= FLOOR[name], "weak-kdf", `${name} is below the floor`);
    must(kdf[name] <= CEILING[name], "weak-kdf", `${name} is above the ceiling`);
  }
}

export function sameKdf(a: Kdf, b: Kdf): boolean {
  return a.salt === b.salt && a.m === b.m && a.t === b.t && a.p === b.p;
}

/** The two keys of a password: one is sent as proof, one opens the slot. Neither gives the other. */
export interface PasswordKeys {
  readonly loginKey: Uint8Array;
  readonly slotKey: Uint8Array;
}

/** Argon2id, then HKDF twice. Takes about half a second by intention. */
export async function stretchPassword(password: string, addr: string, kdf: Kdf): Promise<PasswordKeys> {
  checkKdf(kdf);
  const stretched = await argon2id({
    password: passwordBytes(password),
    salt: argonSalt(addr, kdf.salt),
    memorySize: kdf.m,
    iterations: kdf.t,
    parallelism: kdf.p,
    hashLength: 32,
    outputType: "binary",
  });
  return { loginKey: hkdf(stretched, "waxpost/v1/login"), slotKey: hkdf(stretched, "waxpost/v1/slot/password") };
}

/** What the file of another program asks Argon2 1.3 for; memory in KiB. */
export interface AskedArgon {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memorySize: number;
  readonly iterations: number;
  readonly parallelism: number;
  readonly hashLength: number;
}

/** Argon2 for the file of another program. Whoever calls bounds the work: here nothing does. */
export function dangerousStretch(which: "d" | "id", asked: AskedArgon): Promise<Uint8Array> {
  return (which === "d" ? argon2d : argon2id)({ ...asked, outputType: "binary" });
}

/** NFKC, UTF-8. What is not text at all (half a surrogate pair) is refused with `form`. */
function passwordBytes(password: string): Uint8Array {
  must(!/\p{Surrogate}/u.test(password), "form", "the password is not text");
  return utf8(password.normalize("NFKC"));
}

/** The 16 bytes given to Argon2id (3.3, step 2). */
export function argonSalt(addr: string, salt: string): Uint8Array {
  return hashIn("waxpost/v1/kdf-salt", utf8(addr), unb64u(salt, 16)).subarray(0, 16);
}

/** A new recovery code: 160 bits, eight groups of four joined by `-`. */
export function makeRecoveryCode(): string {
  return recoveryCodeOf(randomBytes(20));
}

/** The recovery code of 20 bytes. */
export function recoveryCodeOf(secret: Uint8Array): string {
  must(secret.length === 20, "form", "a recovery code is made of 20 bytes");
  return grouped(base32nopad.encode(secret));
}

/** The recovery code as the age passphrase, from what a person typed; refuses with `form`. */
export function recoveryCodeFrom(typed: string): string {
  const letters = typedLetters(typed).replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");
  must(/^[A-Z2-7]{32}$/.test(letters), "form", "not a recovery code");
  return grouped(letters);
}

/** What proves the recovery code to the server. */
export function recoveryLoginKey(code: string): Uint8Array {
  return hkdf(utf8(code), "waxpost/v1/login-recovery");
}

/** What the server keeps of a claim or of the recovery login key: its plain hash. */
export function claimHash(claim: Uint8Array): Uint8Array {
  return hash(claim);
}

function grouped(letters: string): string {
  return (letters.match(/.{4}/g) as string[]).join("-");
}
