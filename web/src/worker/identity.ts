// Make what an account consists of: seeds, entry, vault, slots and verifiers. Only joining does this (section 3.3).
import { b64u, randomBytes, secondsOf, timeOf } from "../crypto/encoding.ts";
import { checkEntry, makeEntry, publicKeys, type VerifiedEntry } from "../crypto/entry.ts";
import {
  type Kdf,
  makeRecoveryCode,
  type PasswordKeys,
  recoveryLoginKey,
  stretchPassword,
} from "../crypto/password.ts";
import { makeIdentity, publicKeyOf } from "../crypto/recipients.ts";
import { sealPasswordSlot, sealRecoverySlot } from "../crypto/slots.ts";
import { type LogPin, type Pin, sealVault, type Vault } from "../crypto/vault.ts";
import type { NewAccountBody } from "./shapes.ts";

/** Where the new entry stands: after `previous` (null: the first), as the act of joining says. */
export interface NewIdentity {
  readonly addr: string;
  readonly uid: string;
  readonly name: string;
  readonly previous: VerifiedEntry | null;
  readonly why: "lost" | "new-owner";
  readonly log: LogPin;
  /** Unix seconds of the newest note: the entry must not be much younger. */
  readonly noteTime: number;
  readonly pins: readonly Pin[];
}

export interface MadeAccount {
  readonly body: NewAccountBody;
  readonly entry: VerifiedEntry;
  readonly vaultKey: Uint8Array;
  readonly slotKey: Uint8Array;
  readonly recoveryCode: string;
}

/** Takes about a second: Argon2id once, scrypt for the recovery slot. */
export async function makeAccount(
  identity: NewIdentity,
  password: string,
  kdf: Kdf,
  now: number,
): Promise<MadeAccount> {
  const keys = await stretchPassword(password, identity.addr, kdf);
  const signingSeed = randomBytes(32);
  const enc = await makeIdentity();
  const bytes = await entryBytes(identity, signingSeed, enc, now);
  const entry = await checkEntry(bytes, identity.previous, identity.noteTime);
  const vaultKey = randomBytes(32);
  const recoveryCode = makeRecoveryCode();
  const vault = firstVault(identity, kdf, entry, signingSeed, enc);
  const slot = { uid: identity.uid, vaultKey };
  const body: NewAccountBody = {
    addr: identity.addr,
    uid: identity.uid,
    kdf,
    ...verifiers(keys, recoveryCode),
    slot_password: b64u(await sealPasswordSlot(slot, keys.slotKey)),
    slot_recovery: b64u(await sealRecoverySlot(slot, recoveryCode)),
    vault: b64u(await sealVault(vault, vaultKey)),
    entry: b64u(bytes),
  };
  return { body, entry, vaultKey, slotKey: keys.slotKey, recoveryCode };
}

function verifiers(keys: PasswordKeys, code: string): Pick<NewAccountBody, "login_key" | "recovery_login_key"> {
  return { login_key: b64u(keys.loginKey), recovery_login_key: b64u(recoveryLoginKey(code)) };
}

async function entryBytes(
  identity: NewIdentity,
  signingSeed: Uint8Array,
  enc: string,
  now: number,
): Promise<Uint8Array> {
  const { addr, uid, name, previous, why, noteTime } = identity;
  // A clock that runs ahead must not make an entry that nobody takes; one that runs behind must not go back in time.
  const earliest = previous === null ? 0 : secondsOf(previous.created);
  const created = timeOf(Math.max(Math.min(now, noteTime + 300), earliest));
  return makeEntry({
    ...{ addr, uid, name, created, newSeed: signingSeed },
    seq: previous === null ? 0 : previous.seq + 1,
    prev: previous?.hash ?? null,
    act: previous === null ? "first" : "reset",
    why: previous === null ? null : why,
    keys: publicKeys(signingSeed, await publicKeyOf(enc)),
  });
}

function firstVault(
  identity: NewIdentity,
  kdf: Kdf,
  entry: VerifiedEntry,
  signingSeed: Uint8Array,
  enc: string,
): Vault {
  return {
    v: 1,
    t: "waxpost-vault",
    uid: identity.uid,
    addr: identity.addr,
    ver: 1,
    kdf: { salt: kdf.salt, m: kdf.m, t: kdf.t, p: kdf.p },
    first: entry.seq,
    ids: [{ entries: [entry.hash], ed25519: b64u(signingSeed), enc, pending: false }],
    own: b64u(entry.bytes),
    pins: identity.pins,
    rosters: [],
    invites: [],
    log: identity.log,
    logs: [],
    heads: [],
    hist: [],
  };
}
