// Directory entries: who a person is and which keys are theirs, signed by the keys themselves (section 5.1).
//
// A chain is verified from its first entry; each `checkEntry` takes the verified one before it. Entry bytes travel and
// are stored as they are; their hash is the one name for "this person's keys at this time".
import { b64u, fromUtf8, hash, secondsOf, unb64u, utf8 } from "./encoding.ts";
import { checkSigningKey, signingPublicKey, signJws, unverifiedPayload, verifyJws } from "./jws.ts";
import { PUBLIC_KEY_BYTES } from "./recipients.ts";
import { must } from "./refused.ts";
import {
  addr,
  asObject,
  checkVersion,
  digest,
  id,
  type Json,
  type JsonObject,
  list,
  oneOf,
  parseObject,
  personName,
  text,
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
/** An entry whose signatures and place in its chain were checked; only `checkEntry` makes one. */
export interface VerifiedEntry extends EntryFacts {
  readonly [verifiedBrand]: true;
  readonly bytes: Uint8Array;
  /** The entry hash, b64u. */
  readonly hash: string;
  /** The newest keys up to here; for `revoke` those it takes back. */
  readonly lastKeys: PublicKeys;
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
/** How far `created` may lie after the time of the newest note. */
const CREATED_AHEAD_SECONDS = 600;

/** The entry hash of bytes: b64u(H(bytes)). */
export function entryHash(bytes: Uint8Array): string {
  return b64u(hash(bytes));
}

/** What an entry claims, with nothing verified: only to find the chain it belongs to. Refuses with `form`. */
export function unverifiedFacts(bytes: Uint8Array): EntryFacts {
  return readFacts(unverifiedPayload(signaturesOf(bytes)[0] as Uint8Array));
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
  const signatures = signaturesOf(bytes);
  const payload = unverifiedPayload(signatures[0] as Uint8Array);
  const facts = readFacts(payload);
  checkPlace(facts, previous, noteTime);
  const signers = SIGNERS[facts.act];
  must(signatures.length === signers.length, "signature", "another number of signatures");
  for (const [index, signer] of signers.entries()) {
    const keys = signer === "new" ? facts.keys : (previous?.lastKeys ?? null);
    must(keys !== null, "chain", "no key for this signature");
    const verified = await verifyJws(signatures[index] as Uint8Array, keys.ed25519, "waxpost-directory+jws", signer);
    must(b64u(verified) === b64u(payload), "signature", "the signatures are over different payloads");
  }
  const lastKeys = facts.keys ?? (previous as VerifiedEntry).lastKeys;
  return { ...facts, bytes, hash: entryHash(bytes), lastKeys } as VerifiedEntry;
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

function signaturesOf(bytes: Uint8Array): Uint8Array[] {
  const object = parseObject(bytes);
  must(Object.keys(object).join() === "entry", "form", "members of the entry");
  const signatures = list(object, "entry");
  must(signatures.length === 1 || signatures.length === 2, "form", "one or two signatures");
  return signatures.map((signature) => {
    must(typeof signature === "string", "form", "a signature is not text");
    return utf8(signature);
  });
}

function readFacts(payload: Uint8Array): EntryFacts {
  const object = parseObject(payload);
  checkVersion(object, MEMBERS);
  const act = oneOf(object, "act", ["first", "rotate", "name", "reset", "revoke"]);
  const allowedReasons = REASONS[act];
  must(allowedReasons.length > 0 || !("why" in object), "form", `${act} has no why`);
  must((act === "revoke") !== "keys" in object, "form", `keys of ${act}`);
  return {
    addr: addr(object, "addr"),
    uid: id(object, "uid"),
    seq: whole(object, "seq", 0xffffffff),
    prev: object["prev"] === null ? null : digest(object, "prev"),
    act,
    why: allowedReasons.length > 0 ? oneOf(object, "why", allowedReasons) : null,
    name: personName(object, "name"),
    created: time(object, "created"),
    keys: act === "revoke" ? null : readKeys(asObject(object["keys"])),
  };
}

function readKeys(object: JsonObject): PublicKeys {
  must(!("mldsa65" in object), "newer", "ML-DSA keys");
  const ed25519 = unb64u(text(object, "ed25519"), 32);
  checkSigningKey(ed25519);
  return { ed25519, enc: unb64u(text(object, "enc"), PUBLIC_KEY_BYTES) };
}

function checkPlace(facts: EntryFacts, previous: VerifiedEntry | null, noteTime: number | null): void {
  const created = secondsOf(facts.created);
  must(noteTime === null || created <= noteTime + CREATED_AHEAD_SECONDS, "chain", "made in the future");
  if (previous === null) {
    must(facts.act === "first" && facts.seq === 0 && facts.prev === null, "chain", "not a first entry");
    return;
  }
  must(facts.act !== "first", "chain", "a second first entry");
  must(facts.seq === previous.seq + 1 && facts.prev === previous.hash, "chain", "does not follow the one before");
  must(facts.addr === previous.addr, "chain", "another address");
  must(facts.uid === previous.uid || (facts.act === "reset" && facts.why === "new-owner"), "chain", "another uid");
  must(created >= secondsOf(previous.created), "chain", "older than the one before");
  must(previous.act !== "revoke" || facts.act === "reset", "chain", "only a reset follows a revoke");
  checkKeyChange(facts, previous);
}

function checkKeyChange(facts: EntryFacts, previous: VerifiedEntry): void {
  if (facts.keys === null) return;
  const sameSigning = b64u(facts.keys.ed25519) === b64u(previous.lastKeys.ed25519);
  const sameEnc = b64u(facts.keys.enc) === b64u(previous.lastKeys.enc);
  if (facts.act === "name") {
    must(sameSigning && sameEnc, "chain", "a name entry changes keys");
    must(facts.name !== previous.name, "chain", "a name entry keeps the name");
  } else {
    must(!sameSigning && !sameEnc, "chain", `${facts.act} keeps a key`);
  }
}
