// Sealed files: age v1 behind the door of section 2.2.
//
// Every place in Waxpost allows exactly one kind of stanza. The raw header is checked for that before any key is
// tried, so nobody can make a reader work for minutes on a large scrypt factor or try its keys on other stanzas.
// Format and primitives are typage's; this file only decides what may reach it.
import { Decrypter, Encrypter } from "age-encryption";
import { utf8 } from "./encoding.ts";
import { must, NoKeyFits, Refused } from "./refused.ts";

declare const sealedBrand: unique symbol;
/** The bytes of an age file. Plaintext is never assignable to it; `sealedFrom` marks bytes that came from outside. */
export type Sealed = Uint8Array & { readonly [sealedBrand]: true };

/** Mark bytes received from the server or from storage as a sealed file; nothing is checked until it is opened. */
export function sealedFrom(bytes: Uint8Array): Sealed {
  return bytes as Sealed;
}

/** log N for a passphrase of 256 random or derived bits. */
export const WORK_OF_KEY = 4;
/** log N for the recovery code. */
export const WORK_OF_CODE = 10;
const MAX_WORK = 12;
const MAX_HEADER_BYTES = 4096;

/** Seal for one hybrid recipient, `age1pq1…`. */
export async function sealTo(recipient: string, plaintext: Uint8Array): Promise<Sealed> {
  must(recipient.startsWith("age1pq1"), "form", "not a hybrid recipient");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return (await encrypter.encrypt(plaintext)) as Sealed;
}

/** Seal under a passphrase; `work` is log N, `WORK_OF_KEY` or `WORK_OF_CODE`. */
export async function sealUnder(passphrase: string, plaintext: Uint8Array, work: number): Promise<Sealed> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(work);
  return (await encrypter.encrypt(plaintext)) as Sealed;
}

/** The beginning of a file for one hybrid recipient whose payload is sealed chunk by chunk: header and file key. */
export async function newFile(recipient: string): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  must(recipient.startsWith("age1pq1"), "form", "not a hybrid recipient");
  const encrypter = new Encrypter();
  let fileKey = new Uint8Array();
  // Adds no stanza: it only sees the file key that typage draws.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = key.slice();
      return [];
    },
  });
  encrypter.addRecipient(recipient);
  const empty = await encrypter.encrypt(new Uint8Array());
  // Its nonce and its empty chunk are dropped: one nonce is never used for two payloads.
  return { header: empty.subarray(0, empty.length - 32), fileKey };
}

/** The file key of a file for one hybrid recipient that begins so, and the length of its header. Throws as `openWith`. */
export async function fileKeyOf(
  identity: string,
  start: Uint8Array,
): Promise<{ fileKey: Uint8Array; headerBytes: number }> {
  checkDoor(start, "mlkem768x25519");
  const headerBytes = headerLines(start).reduce((sum, line) => sum + line.length + 1, 0);
  const header = start.subarray(0, headerBytes);
  return {
    fileKey: await tryKeys(
      (decrypter) => decrypter.addIdentity(identity),
      (decrypter) => decrypter.decryptHeader(header),
    ),
    headerBytes,
  };
}

/**
 * Open a file that must hold exactly one hybrid stanza, with the first identity (`AGE-SECRET-KEY-PQ-1…`) that fits.
 * Throws `NoKeyFits` when none does, `Refused("form")` for every other header and for altered bytes.
 */
export async function openWith(identities: readonly string[], sealed: Sealed): Promise<Uint8Array> {
  checkDoor(sealed, "mlkem768x25519");
  return decrypt(sealed, (decrypter) => {
    for (const identity of identities) decrypter.addIdentity(identity);
  });
}

/** Open a file that must hold exactly one scrypt stanza with log N of at most 12. Throws as `openWith`. */
export async function openUnder(passphrase: string, sealed: Sealed): Promise<Uint8Array> {
  checkDoor(sealed, "scrypt");
  return decrypt(sealed, (decrypter) => decrypter.addPassphrase(passphrase));
}

/**
 * Open any age file that typage knows, with no door: for the public test vectors only, which hold X25519 stanzas,
 * several stanzas and large work factors.
 */
export async function dangerousOpenAnyAge(
  file: Uint8Array,
  keys: { readonly identities: readonly string[]; readonly passphrases: readonly string[] },
): Promise<Uint8Array> {
  return decrypt(file, (decrypter) => {
    for (const identity of keys.identities) decrypter.addIdentity(identity);
    for (const passphrase of keys.passphrases) decrypter.addPassphrase(passphrase);
  });
}

function decrypt(file: Uint8Array, addKeys: (decrypter: Decrypter) => void): Promise<Uint8Array> {
  return tryKeys(addKeys, (decrypter) => decrypter.decrypt(file));
}

async function tryKeys(
  addKeys: (decrypter: Decrypter) => void,
  work: (decrypter: Decrypter) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  addKeys(decrypter);
  // Identities are tried in order: when this last one is asked, no real one fitted.
  const tried = { all: false };
  decrypter.addIdentity({
    unwrapFileKey: () => {
      tried.all = true;
      return null;
    },
  });
  try {
    return await work(decrypter);
  } catch {
    if (tried.all) throw new NoKeyFits();
    throw new Refused("form", "not an age file, or altered");
  }
}

const VERSION_LINE = "age-encryption.org/v1";
const STANZA_ARGUMENTS = {
  mlkem768x25519: /^-> mlkem768x25519 [A-Za-z0-9+/]+$/,
  scrypt: /^-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)$/,
} as const;
const BODY_LINE = /^[A-Za-z0-9+/]{43}$/;
const MAC_LINE = /^--- [A-Za-z0-9+/]{43}$/;

/**
 * Check the raw header: one stanza, of `type`, at most 4 KiB, log N at most 12. Refuses with `form`.
 * Both stanza types of Waxpost have a body of 32 bytes: one line of 43 characters.
 */
export function checkDoor(file: Uint8Array, type: keyof typeof STANZA_ARGUMENTS): void {
  const lines = headerLines(file);
  must(lines.length === 4, "form", "not exactly one stanza");
  const [version, argumentsLine, body, mac] = lines as [string, string, string, string];
  must(version === VERSION_LINE, "form", "another version of age");
  const match = STANZA_ARGUMENTS[type].exec(argumentsLine);
  must(match !== null, "form", "a stanza that this place does not allow");
  must(type !== "scrypt" || Number(match[1]) <= MAX_WORK, "form", "the work factor is too high");
  must(BODY_LINE.test(body), "form", "the body of the stanza");
  must(MAC_LINE.test(mac), "form", "the end of the header");
}

/** The lines up to and with the one that begins with `---`, read from the first 4 KiB only. */
function headerLines(file: Uint8Array): string[] {
  const lines: string[] = [];
  let start = 0;
  const limit = Math.min(file.length, MAX_HEADER_BYTES);
  for (let index = 0; index < limit; index++) {
    if (file[index] !== 0x0a) continue;
    const line = String.fromCharCode(...file.subarray(start, index));
    lines.push(line);
    if (line.startsWith("---") || lines.length > 4) return lines;
    start = index + 1;
  }
  throw new Refused("form", "no age header within 4 KiB");
}

/** A sealed file of strict JSON bytes under a 32-byte key, written as its b64u (2.2). */
export async function sealUnderKey(keyText: string, plaintext: Uint8Array): Promise<Sealed> {
  must(utf8(keyText).length === 43, "form", "not a 32-byte key");
  return sealUnder(keyText, plaintext, WORK_OF_KEY);
}
