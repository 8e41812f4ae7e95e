// Directory entries: who a person is and which keys are theirs, signed by the keys themselves (section 5.1).
//
// A chain is verified from its first entry; each `checkEntry` takes the verified one before it. Entry bytes travel and
// are stored as they are; their hash is the one name for "this person's keys at this time".
import { b64u, equalBytes, fromUtf8, hash, secondsOf, unb64u, utf8 } from "./encoding.ts";
import { signingPublicKey, signJws, unverifiedPayload, verifyJws } from "./jws.ts";
import { checkPublicKey, PUBLIC_KEY_BYTES } from "./recipients.ts";
import { must } from "./refused.ts";
import {
  addr,
  asObject,
  checkVersion,
  digest,
  id,
  type Json,
  type JsonObject,
  oneOf,
  parseObject,
  personName,
  text,
  texts,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";

export type Act = "first" | "rotate" | "name" | "reset" | "revoke";
export type Why = "routine" | "lost" | "stolen" | "new-owner";

export interface PublicKeys {
  /** 32 bytes */
  readonly ed25519: Uint8Array;
  /** 1216 bytes */
  readonly enc: Uint8Array;
}

/** What an entry says. `why` is null where the act has none; `keys` is null for `revoke`. */
export interface EntryFacts {
  readonly addr: string;
  readonly uid: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly act: Act;
  readonly why: Why | null;
  readonly name: string;
  readonly created: string;
  readonly keys: PublicKeys | null;
}

declare const verifiedBrand: unique symbol;
/** An entry whose signatures and place in its chain were checked; only `checkEntry` and `trustedEntry` make one. */
export interface VerifiedEntry extends EntryFacts {
  readonly [verifiedBrand]: true;
  readonly bytes: Uint8Array;
  /** The entry hash, b64u. */
  readonly hash: string;
}

const MEMBERS = new Set(["v", "crit", "addr", "uid", "seq", "prev", "act", "why", "name", "created", "keys"]);
const REASONS: Readonly<Record<Act, readonly Why[]>> = {
  first: [],
  rotate: ["routine", "lost", "stolen"],
  name: [],
  reset: ["lost", "stolen", "new-owner"],
  revoke: [],
};
const SIGNERS: Readonly<Record<Act, readonly ("new" | "old")[]>> = {
  first: ["new"],
  rotate: ["new", "old"],
  name: ["new", "old"],
  reset: ["new"],
  revoke: ["old"],
};
const MAX_ENTRY_BYTES = 8 * 1024;
/** How far `created` may lie after the time of the newest note. */
const CREATED_AHEAD_SECONDS = 600;

/** The entry hash of bytes: b64u(H(bytes)). */
export function entryHash(bytes: Uint8Array): string {
  return b64u(hash(bytes));
}

/** What an entry claims, with nothing verified: only to find the chain it belongs to. Refuses with `form`. */
export function unverifiedFacts(bytes: Uint8Array): EntryFacts {
  return readFacts(signaturesOf(bytes).payload);
}

/**
 * Verify one entry after `previous` (null: it must be `first`). `noteTime` is the time of the newest checkpoint in Unix
 * seconds, null when only the order matters. Refuses with `form`, `newer`, `signature` or `chain`.
 */
export async function checkEntry(
  bytes: Uint8Array,
  previous: VerifiedEntry | null,
  noteTime: number | null,
): Promise<VerifiedEntry> {
  const { signatures, payload } = signaturesOf(bytes);
  const facts = readFacts(payload);
  const signers = SIGNERS[facts.act];
  must(signatures.length === signers.length, "signature", "another number of signatures");
  checkPosition(facts, previous);
  for (const [index, signer] of signers.entries()) {
    const keys = signer === "new" ? facts.keys : (previous?.keys ?? null);
    must(keys !== null, "chain", "no key for this signature");
    await verifyJws(signatures[index] as Uint8Array, keys.ed25519, "waxpost-directory+jws", signer);
  }
  if (previous !== null) checkChange(facts, previous);
  const isAhead = noteTime !== null && secondsOf(facts.created) > noteTime + CREATED_AHEAD_SECONDS;
  must(!isAhead, "chain", "made in the future");
  return { ...facts, bytes, hash: entryHash(bytes) } as VerifiedEntry;
}

/** An entry that is trusted because its hash is: one of my own, or a pinned one. Its signatures are not looked at again. */
export function trustedEntry(bytes: Uint8Array, trustedHash: string): VerifiedEntry {
  must(entryHash(bytes) === trustedHash, "chain", "not the entry that is trusted");
  return { ...unverifiedFacts(bytes), bytes, hash: trustedHash } as VerifiedEntry;
}

/** Verify a whole chain from its `first` entry; the result has the same length. */
export async function checkChain(entries: readonly Uint8Array[], noteTime: number | null): Promise<VerifiedEntry[]> {
  const chain: VerifiedEntry[] = [];
  for (const bytes of entries) chain.push(await checkEntry(bytes, chain.at(-1) ?? null, noteTime));
  return chain;
}

/** The index at which the segment that holds `index` starts: a `first` or `reset`. */
export function segmentStart(chain: readonly VerifiedEntry[], index: number): number {
  let start = index;
  while (start > 0 && chain[start]?.act !== "reset") start--;
  return start;
}

/** What a new entry needs. `newSeed` signs as `new`, `oldSeed` as `old`, as the act asks. */
export interface EntryDraft extends EntryFacts {
  readonly newSeed?: Uint8Array;
  readonly oldSeed?: Uint8Array;
}

/** Write and sign an entry; the caller verifies it with `checkEntry` like anybody's. */
export async function makeEntry(draft: EntryDraft): Promise<Uint8Array> {
  const payload = writeStrict(factsToJson(draft));
  const signed: string[] = [];
  for (const signer of SIGNERS[draft.act]) {
    const seed = signer === "new" ? draft.newSeed : draft.oldSeed;
    must(seed !== undefined, "form", `no ${signer} signing key for ${draft.act}`);
    signed.push(fromUtf8(await signJws(seed, "waxpost-directory+jws", signer, payload)));
  }
  return writeStrict({ entry: signed });
}

/** The public half of the two seeds of a person. */
export function publicKeys(signingSeed: Uint8Array, enc: Uint8Array): PublicKeys {
  return { ed25519: signingPublicKey(signingSeed), enc };
}

function factsToJson(facts: EntryFacts): JsonObject {
  const { addr, uid, seq, prev, act, why, name, created, keys } = facts;
  const json: Record<string, Json> = { v: 1, addr, uid, seq, prev, act };
  if (why !== null) json["why"] = why;
  Object.assign(json, { name, created });
  if (keys !== null) json["keys"] = { ed25519: b64u(keys.ed25519), enc: b64u(keys.enc) };
  return json;
}

/** The signatures, all over the same payload. */
function signaturesOf(bytes: Uint8Array): { signatures: Uint8Array[]; payload: Uint8Array } {
  must(bytes.length <= MAX_ENTRY_BYTES, "form", "the entry is too long");
  const object = parseObject(bytes);
  must(Object.keys(object).join() === "entry", "form", "members of the entry");
  const signatures = texts(object, "entry", () => undefined).map(utf8);
  must(signatures.length === 1 || signatures.length === 2, "form", "one or two signatures");
  const payloads = signatures.map(unverifiedPayload);
  const payload = payloads[0] as Uint8Array;
  must(
    payloads.every((other) => equalBytes(other, payload)),
    "form",
    "signatures over different payloads",
  );
  return { signatures, payload };
}

function readFacts(payload: Uint8Array): EntryFacts {
  const object = parseObject(payload);
  checkVersion(object, MEMBERS);
  const act = oneOf(object, "act", ["first", "rotate", "name", "reset", "revoke"]);
  const allowedReasons = REASONS[act];
  must(allowedReasons.length > 0 || !("why" in object), "form", `${act} has no why`);
  must((act === "revoke") !== "keys" in object, "form", `keys of ${act}`);
  const seq = whole(object, "seq", 0xffffffff);
  const prev = object["prev"] === null ? null : digest(object, "prev");
  const isFirst = act === "first";
  must((seq === 0) === isFirst && (prev === null) === isFirst, "form", "only a first entry follows nothing");
  return {
    addr: addr(object, "addr"),
    uid: id(object, "uid"),
    seq,
    prev,
    act,
    why: allowedReasons.length > 0 ? oneOf(object, "why", allowedReasons) : null,
    name: personName(object, "name"),
    created: time(object, "created"),
    keys: act === "revoke" ? null : readKeys(asObject(object["keys"])),
  };
}

function readKeys(object: JsonObject): PublicKeys {
  must(!("mldsa65" in object), "newer", "ML-DSA keys");
  const enc = unb64u(text(object, "enc"), PUBLIC_KEY_BYTES);
  checkPublicKey(enc);
  return { ed25519: unb64u(text(object, "ed25519"), 32), enc };
}

function checkPosition(facts: EntryFacts, previous: VerifiedEntry | null): void {
  if (previous === null) {
    must(facts.seq === 0, "chain", "not a first entry");
    return;
  }
  const isNext = facts.seq === previous.seq + 1 && facts.prev === previous.hash && facts.addr === previous.addr;
  must(isNext, "chain", "does not follow the one before");
}

function checkChange(facts: EntryFacts, previous: VerifiedEntry): void {
  must(previous.act !== "revoke" || facts.act === "reset", "chain", "only a reset follows a revoke");
  must(secondsOf(facts.created) >= secondsOf(previous.created), "chain", "older than the one before");
  must(facts.uid === previous.uid || (facts.act === "reset" && facts.why === "new-owner"), "chain", "another uid");
  const mayRename = facts.act === "name" || facts.act === "reset";
  must(mayRename || facts.name === previous.name, "chain", "a name changes by its own act only");
  checkKeyChange(facts, previous);
}

function checkKeyChange(facts: EntryFacts, previous: VerifiedEntry): void {
  if (facts.keys === null || previous.keys === null) return;
  const isSameSigning = equalBytes(facts.keys.ed25519, previous.keys.ed25519);
  const isSameEnc = equalBytes(facts.keys.enc, previous.keys.enc);
  if (facts.act === "name") {
    must(isSameSigning && isSameEnc, "chain", "a name entry changes keys");
    must(facts.name !== previous.name, "chain", "a name entry keeps the name");
  } else {
    must(!isSameSigning && !isSameEnc, "chain", `${facts.act} keeps a key`);
  }
}
