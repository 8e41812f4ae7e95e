// Sign in and unlock: stretch the password, open slot and vault, and check what the server served (section 3.3).
import { sealedFrom } from "../crypto/age.ts";
import { addrFrom, b64u, unb64u } from "../crypto/encoding.ts";
import { entryHash, unverifiedFacts } from "../crypto/entry.ts";
import {
  checkKdf,
  type Kdf,
  recoveryCodeFrom,
  recoveryLoginKey,
  sameKdf,
  stretchPassword,
} from "../crypto/password.ts";
import { openPasswordSlot, openRecoverySlot, type OpenSlot } from "../crypto/slots.ts";
import { ownEntries, type Vault } from "../crypto/vault.ts";
import { Trouble } from "./problems.ts";
import type { KdfBody, SignedInBody, UnlockFacts, VaultBody } from "./shapes.ts";
import type { DeviceStorage } from "./storage.ts";
import { VaultKeeper } from "./vaultkeeper.ts";

/** What was typed, stretched, until the server's answer comes. */
type Waiting =
  | { readonly kind: "password"; readonly addr: string; readonly kdf: Kdf; readonly slotKey: Uint8Array }
  | { readonly kind: "recovery"; readonly addr: string; readonly code: string };

/** Who opened, and how it was opened. */
export interface OpenedVault {
  readonly keeper: VaultKeeper;
  readonly kind: "full" | "recovery";
  readonly recoveryCode: string | null;
}

export class SigningIn {
  readonly #storage: DeviceStorage;
  #waiting: Waiting | null = null;

  constructor(storage: DeviceStorage) {
    this.#storage = storage;
  }

  /** Compares with the settings this device remembers before anything is made with others (3.3, step 2). */
  async start(
    typedAddr: string,
    password: string,
    kdf: KdfBody,
    acceptChanged: boolean,
  ): Promise<{ settingsChanged: true } | { settingsChanged: false; loginKey: string }> {
    const addr = addrFrom(typedAddr);
    checkKdf(kdf);
    const remembered = (await this.#storage.get(settingsName(addr))) as Kdf | undefined;
    if (remembered !== undefined && !sameKdf(remembered, kdf) && !acceptChanged) return { settingsChanged: true };
    const { loginKey, slotKey } = await stretchPassword(password, addr, kdf);
    this.#waiting = { kind: "password", addr, kdf, slotKey };
    return { settingsChanged: false, loginKey: b64u(loginKey) };
  }

  startRecovery(typedAddr: string, typedCode: string): { loginKey: string } {
    const addr = addrFrom(typedAddr);
    const code = recoveryCodeFrom(typedCode);
    this.#waiting = { kind: "recovery", addr, code };
    return { loginKey: b64u(recoveryLoginKey(code)) };
  }

  /** Open what the server served; what was typed is forgotten whatever happens. */
  async unlock(signedIn: SignedInBody): Promise<OpenedVault> {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null || signedIn.slot === null) throw new Trouble("form", "nobody is signing in");
    const slot = await openSlot(waiting, signedIn.slot);
    const keeper = await VaultKeeper.open(signedIn.vault, slot.vaultKey, this.#storage);
    checkOwner(keeper.vault, slot.uid, signedIn.me.uid, waiting.addr);
    if (waiting.kind === "recovery") return { keeper, kind: "recovery", recoveryCode: waiting.code };
    if (!sameKdf(keeper.vault.kdf, waiting.kdf))
      throw new Trouble("kdf-changed", "the server changed the sign-in settings");
    await this.rememberSettings(waiting.addr, waiting.kdf);
    return { keeper, kind: "full", recoveryCode: null };
  }

  /** Open with VK itself: from this device's store, or of the account just made. */
  async open(
    vaultKey: Uint8Array,
    me: { readonly uid: string; readonly addr: string },
    vault: VaultBody,
  ): Promise<OpenedVault> {
    const keeper = await VaultKeeper.open(vault, vaultKey, this.#storage);
    checkOwner(keeper.vault, me.uid, me.uid, me.addr);
    return { keeper, kind: "full", recoveryCode: null };
  }

  async rememberSettings(addr: string, { salt, m, t, p }: Kdf): Promise<void> {
    await this.#storage.put(settingsName(addr), { salt, m, t, p });
  }

  forget(): void {
    this.#waiting = null;
  }
}

/** What the page may know of the unlocked account. */
export function unlockFacts({ keeper, kind }: OpenedVault): UnlockFacts {
  const { addr, uid, own } = keeper.vault;
  const bytes = unb64u(own);
  return { addr, uid, kind, name: unverifiedFacts(bytes).name, entry: entryHash(bytes) };
}

async function openSlot(waiting: Waiting, slot: string): Promise<OpenSlot> {
  const sealed = sealedFrom(unb64u(slot));
  return waiting.kind === "password"
    ? openPasswordSlot(sealed, waiting.slotKey)
    : openRecoverySlot(sealed, waiting.code);
}

/** The first rule of 3.3, step 4. My own entry needs no signature check: it lies in my vault. */
function checkOwner(vault: Vault, slotUid: string, servedUid: string, addr: string): void {
  const own = unb64u(vault.own);
  const facts = unverifiedFacts(own);
  const isMine =
    [vault.uid, servedUid, facts.uid].every((uid) => uid === slotUid) && vault.addr === addr && facts.addr === addr;
  if (!isMine) throw new Trouble("vault-of-another", "slot, vault and entry are not of one person");
  if (!ownEntries(vault).has(entryHash(own))) throw new Trouble("vault-of-another", "the own entry is not of my keys");
}

function settingsName(addr: string): string {
  return `settings ${addr}`;
}
