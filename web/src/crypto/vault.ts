// The vault: identity seeds, pins, rosters, open invitations and the log's head, sealed under VK (section 3.2).
//
// An open vault is the JSON object itself, checked: members that this version does not know stay where they are and
// are written again. Byte strings in it are base64url.
import { openUnder, sealUnderKey, sealedFrom, type Sealed } from "./age.ts";
import { b64u, checkAddr, hash, unb64u } from "./encoding.ts";
import { isOrigin } from "./note.ts";
import { type Kdf, readKdf } from "./password.ts";
import { seedOf } from "./recipients.ts";
import { must, Refused } from "./refused.ts";
import {
  addr,
  asObject,
  checkSealed,
  coded,
  digest,
  flag,
  id,
  type JsonObject,
  objects,
  oneOf,
  parseObject,
  personName,
  text,
  texts,
  time,
  whole,
  writeStrict,
} from "./strictjson.ts";

export type PinState = "first" | "invited" | "checked";

export type KeyPair = {
  readonly entries: readonly string[];
  /** The signing seed, null when it was deleted after a rotation. */
  readonly ed25519: string | null;
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly enc: string;
  readonly pending: boolean;
};

export type Past = { readonly seq: number; readonly entry: string };

export type Pin = {
  readonly addr: string;
  readonly uid: string;
  readonly name: string;
  readonly seq: number;
  readonly entry: string;
  readonly state: PinState;
  readonly past: readonly Past[];
};

export type Roster = {
  readonly gid: string;
  readonly name: string;
  readonly rev: number;
  readonly addrs: readonly string[];
};

export type OpenInvitation = {
  readonly id: string;
  readonly kind: "invite" | "again";
  readonly addr: string;
  /** 16 bytes */
  readonly code: string;
  readonly exp: string;
};

export type LogPin = {
  readonly origin: string;
  /** 32 bytes */
  readonly key: string;
  readonly note: string;
};

export type OldLog = LogPin & { readonly until: string };

export type Vault = {
  readonly v: 1;
  readonly t: "waxpost-vault";
  readonly uid: string;
  readonly addr: string;
  readonly ver: number;
  readonly kdf: Kdf;
  readonly first: number;
  readonly ids: readonly KeyPair[];
  readonly own: string;
  readonly pins: readonly Pin[];
  readonly rosters: readonly Roster[];
  readonly invites: readonly OpenInvitation[];
  readonly log: LogPin;
  readonly logs: readonly OldLog[];
  readonly heads: readonly { readonly file: string; readonly ver: number; readonly sha: string }[];
  readonly hist: readonly string[];
};

/** How many earlier versions a vault names. */
export const HISTORY = 64;

const MEMBERS = new Set([
  ...[
    "v",
    "t",
    "crit",
    "uid",
    "addr",
    "ver",
    "kdf",
    "first",
    "ids",
    "own",
    "pins",
    "rosters",
    "invites",
    "log",
    "logs",
  ],
  ...["heads", "hist"],
]);

/** Seal as it is; `nextVersion` comes before. */
export async function sealVault(vault: Vault, vaultKey: Uint8Array): Promise<Sealed> {
  return sealUnderKey(b64u(vaultKey), writeStrict(vault));
}

/** Throws `NoKeyFits` for another VK, `Refused` for anything that is not a vault of this version. */
export async function openVault(sealed: Uint8Array, vaultKey: Uint8Array): Promise<Vault> {
  return readVault(await openUnder(b64u(vaultKey), sealedFrom(sealed)));
}

/** b64u(H(sealed bytes)): how `hist` and devices name a version. */
export function vaultHash(sealed: Uint8Array): string {
  return b64u(hash(sealed));
}

/** The vault to seal next, after the version whose sealed bytes are given. */
export function nextVersion(vault: Vault, sealedBefore: Uint8Array): Vault {
  return { ...vault, ver: vault.ver + 1, hist: [vaultHash(sealedBefore), ...vault.hist].slice(0, HISTORY) };
}

/** What a device remembers of the newest vault it saw. */
export interface SeenVault {
  readonly ver: number;
  readonly hash: string;
}

/** Refuse with `two-vaults`, "two versions of your vault", by the three rules of 3.2. */
export function checkRollback(seen: SeenVault, served: Vault, servedBytes: Uint8Array): void {
  const servedHash = vaultHash(servedBytes);
  must(served.ver >= seen.ver, "two-vaults", "an older version of the vault");
  must(served.ver !== seen.ver || servedHash === seen.hash, "two-vaults", "another vault of the same version");
  const isDescendant = served.ver === seen.ver || served.ver > seen.ver + HISTORY || served.hist.includes(seen.hash);
  must(isDescendant, "two-vaults", "a vault that does not descend from mine");
}

/** All my entries. */
export function ownEntries(vault: Vault): ReadonlySet<string> {
  return new Set(vault.ids.flatMap((pair) => pair.entries));
}

/** My identities, newest first: those that may open a wrap. */
export function ownIdentities(vault: Vault): readonly string[] {
  return vault.ids.map((pair) => pair.enc).reverse();
}

/** Read and check the plaintext of a vault. */
export function readVault(plaintext: Uint8Array): Vault {
  const object = parseObject(plaintext);
  checkSealed(object, "waxpost-vault", MEMBERS);
  id(object, "uid");
  addr(object, "addr");
  must(whole(object, "ver") >= 1, "form", "ver");
  readKdf(asObject(object["kdf"]));
  whole(object, "first");
  must(objects(object, "ids").map(checkPair).length > 0, "form", "a vault without keys");
  unb64u(text(object, "own"));
  checkUnique(objects(object, "pins").map(checkPin));
  checkUnique(objects(object, "rosters").map(checkRoster));
  objects(object, "invites").forEach(checkInvitation);
  checkLog(asObject(object["log"]));
  for (const log of objects(object, "logs")) {
    checkLog(log);
    time(log, "until");
  }
  for (const head of objects(object, "heads")) {
    text(head, "file");
    whole(head, "ver");
    digest(head, "sha");
  }
  must(texts(object, "hist", check32).length <= HISTORY, "form", "too long a history");
  return object as unknown as Vault;
}

function check32(value: string): void {
  unb64u(value, 32);
}

function checkUnique(keys: readonly string[]): void {
  must(new Set(keys).size === keys.length, "form", "one person or group stands twice in the vault");
}

function checkPair(pair: JsonObject): void {
  must(texts(pair, "entries", check32).length > 0, "form", "keys without an entry");
  if (pair["ed25519"] !== null) coded(pair, "ed25519", 32);
  seedOf(text(pair, "enc"));
  flag(pair, "pending");
}

function checkPin(pin: JsonObject): string {
  id(pin, "uid");
  personName(pin, "name");
  whole(pin, "seq");
  digest(pin, "entry");
  oneOf(pin, "state", ["first", "invited", "checked"]);
  for (const past of objects(pin, "past")) {
    whole(past, "seq");
    digest(past, "entry");
  }
  return addr(pin, "addr");
}

function checkRoster(roster: JsonObject): string {
  personName(roster, "name");
  must(whole(roster, "rev") >= 1, "form", "rev");
  texts(roster, "addrs", checkAddr);
  return id(roster, "gid");
}

function checkInvitation(invitation: JsonObject): void {
  id(invitation, "id");
  oneOf(invitation, "kind", ["invite", "again"]);
  addr(invitation, "addr");
  coded(invitation, "code", 16);
  time(invitation, "exp");
}

function checkLog(log: JsonObject): void {
  if (!isOrigin(text(log, "origin"))) throw new Refused("form", "not an origin");
  coded(log, "key", 32);
  text(log, "note");
}
