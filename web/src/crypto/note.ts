// Checkpoints of the key log: C2SP signed notes with an Ed25519 signature (section 5.2).
import { b64, concat, equalBytes, fromUtf8, hash, unb64, utf8 } from "./encoding.ts";
import { verifyBytes } from "./jws.ts";
import { must, Refused } from "./refused.ts";

/** A log as a client pins it: its name and its 32-byte signing key. */
export interface LogIdentity {
  readonly origin: string;
  readonly key: Uint8Array;
}

/** What a verified checkpoint says. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes */
  readonly root: Uint8Array;
  /** Unix seconds */
  readonly time: number;
  /** The note as it came. */
  readonly note: string;
}

const ORIGIN = /^waxpost\/[A-Za-z0-9_-]{22}\/keys$/;
const WHOLE = /^(?:0|[1-9][0-9]{0,15})$/;
const MAX_NOTE_BYTES = 8192;
// Control characters are what these two look for.
// eslint-disable-next-line no-control-regex
const NOT_IN_NOTES = /[\u0000-\u0009\u000b-\u001f\ufffd\p{Surrogate}]/u;

// eslint-disable-next-line no-control-regex
const SIGNATURE_LINE = /^\u2014 ([^\s+\u0000-\u001f]+) ([A-Za-z0-9+/]+={0,2})$/;

export function isOrigin(origin: string): boolean {
  return ORIGIN.test(origin);
}

/** The origin that a note names, unverified: to find the log it belongs to. */
export function unverifiedOrigin(note: string): string {
  return note.slice(0, note.indexOf("\n"));
}

/** The 4-byte id of a note key: H(name || 0x0A || 0x01 || key)[:4]. */
export function noteKeyId(name: string, key: Uint8Array): Uint8Array {
  return hash(utf8(name), Uint8Array.of(0x0a, 0x01), key).subarray(0, 4);
}

/**
 * The text of a note that the key of this name signed. Signatures of other names or keys are ignored; those of this key
 * must all verify and one must be there. Refuses with `form` or `log`.
 */
export function openNote(note: string, name: string, key: Uint8Array): string {
  const { signedText, lines } = split(note);
  const wanted = noteKeyId(name, key);
  let isSigned = false;
  for (const line of lines) {
    const read = readSignatureLine(line);
    if (read.name !== name || !equalBytes(read.keyId, wanted)) continue;
    must(verifyBytes(key, utf8(signedText), read.signature), "log", "the note's signature does not verify");
    isSigned = true;
  }
  must(isSigned, "log", "the note is not signed by the pinned key");
  return signedText;
}

/** Verify a checkpoint of the pinned log. Refuses with `form`, or with `log` for another log or key. */
export function readNote(note: string, log: LogIdentity): Checkpoint {
  const origin = unverifiedOrigin(split(note).signedText);
  must(isOrigin(origin), "form", "not an origin");
  must(origin === log.origin, "log", "a note of another log");
  return readText(openNote(note, log.origin, log.key), note);
}

function split(note: string): { signedText: string; lines: string[] } {
  must(!NOT_IN_NOTES.test(note) && utf8(note).length <= MAX_NOTE_BYTES, "form", "not a signed note");
  const end = note.lastIndexOf("\n\n");
  must(end > 0 && note.endsWith("\n"), "form", "not a signed note");
  return { signedText: note.slice(0, end + 1), lines: note.slice(end + 2, -1).split("\n") };
}

/** The text that a checkpoint signs. */
export function checkpointText(checkpoint: Omit<Checkpoint, "note">): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${b64(checkpoint.root)}\ntime ${checkpoint.time}\n`;
}

/** One signature line for a note. */
export function signatureLine(name: string, key: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${b64(concat(noteKeyId(name, key), signature))}\n`;
}

function readText(text: string, note: string): Checkpoint {
  const lines = text.slice(0, -1).split("\n");
  must(lines.length === 4, "form", "not the four lines of a checkpoint");
  const [origin, size, rootText, timeText] = lines as [string, string, string, string];
  must(WHOLE.test(size) && timeText.startsWith("time ") && WHOLE.test(timeText.slice(5)), "form", "size or time");
  const root = unb64(rootText);
  must(root.length === 32, "form", "not a root");
  const numbers = { size: Number(size), time: Number(timeText.slice(5)) };
  must(Number.isSafeInteger(numbers.size) && Number.isSafeInteger(numbers.time), "form", "size or time");
  return { origin, root, note, ...numbers };
}

function readSignatureLine(line: string): { name: string; keyId: Uint8Array; signature: Uint8Array } {
  const match = SIGNATURE_LINE.exec(line);
  if (match === null) throw new Refused("form", "a signature line");
  const bytes = unb64(match[2] as string);
  must(bytes.length > 4, "form", "a signature line");
  return { name: match[1] as string, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Note text from bytes; refuses what is not UTF-8. */
export function noteFromBytes(bytes: Uint8Array): string {
  return fromUtf8(bytes);
}

/** The size in a note that was verified before it was stored. */
export function noteSize(note: string): number {
  const size = note.split("\n", 2)[1];
  must(size !== undefined && WHOLE.test(size), "form", "not a checkpoint");
  return Number(size);
}
