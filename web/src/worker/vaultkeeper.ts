// The open vault of the account: its changes, what the server has, and what this device saw last (keys.md 3.2).
import { sealedFrom, type Sealed } from "../crypto/age.ts";
import { b64u, timeOf, unb64u } from "../crypto/encoding.ts";
import { unverifiedFacts } from "../crypto/entry.ts";
import { NoKeyFits, Refused } from "../crypto/refused.ts";
import {
  checkRollback,
  HISTORY,
  nextVersion,
  openVault,
  sealVault,
  type SeenVault,
  type Vault,
  vaultHash,
} from "../crypto/vault.ts";
import { type Merged, mergeVaults } from "../crypto/vaultmerge.ts";
import type { PackWrites, VaultWrite } from "./entryprotocol.ts";
import type { VaultBody, Write } from "./shapes.ts";
import type { DeviceStorage } from "./storage.ts";

/** What a device keeps of the newest vault it saw. */
interface Remembered extends SeenVault {
  readonly sealed: Uint8Array;
}

/** Packs that go with the next version of the vault, and the heads that name them. */
export interface Prepared {
  readonly heads: Vault["heads"];
  readonly body: PackWrites;
}

/** Who saves something together with the vault. */
export interface Companion {
  prepare(): Promise<Prepared | null>;
  /** What was prepared last is stored. */
  saved(): void;
  /** Another version came in: what was prepared is not stored. */
  dropped(): void;
}

type SameSegment = (addr: string, older: string, newer: string) => boolean;

export class VaultKeeper {
  readonly vaultKey: Uint8Array;
  companion: Companion | null = null;
  readonly #storage: DeviceStorage;
  #vault: Vault;
  /** The newest version that the server has as far as known. */
  #saved: { readonly ver: number; readonly bytes: Uint8Array };
  #changes = 0;
  #pending: {
    readonly ver: number;
    readonly bytes: Sealed;
    readonly changes: number;
    readonly prepared: Prepared | null;
  } | null = null;
  /** A vault that the server took back, to be merged once a restart of the log explains it (5.3). */
  #restored: { readonly vault: Vault; readonly bytes: Uint8Array; readonly remembered: SeenVault } | null = null;

  private constructor(vault: Vault, bytes: Uint8Array, vaultKey: Uint8Array, storage: DeviceStorage) {
    this.#vault = vault;
    this.#saved = { ver: vault.ver, bytes };
    this.vaultKey = vaultKey;
    this.#storage = storage;
  }

  /**
   * Open the served vault and compare it with what this device remembers. One that was rolled back is not used: the
   * remembered one is opened instead and `wasRolledBack` is true, until `acceptRestore` or the end of the session.
   */
  static async open(body: VaultBody, vaultKey: Uint8Array, storage: DeviceStorage): Promise<VaultKeeper> {
    const bytes = unb64u(body.vault);
    const served = await openVault(bytes, vaultKey);
    const remembered = (await storage.get(nameOf(served.uid))) as Remembered | undefined;
    const keeper = new VaultKeeper(served, bytes, vaultKey, storage);
    if (remembered !== undefined && !isDescendant(remembered, served, bytes)) {
      const held = await openRemembered(remembered, vaultKey);
      if (held !== null) {
        keeper.#restored = { vault: served, bytes, remembered };
        keeper.#vault = held;
        return keeper;
      }
    }
    await keeper.#remember();
    return keeper;
  }

  get vault(): Vault {
    return this.#vault;
  }

  get wasRolledBack(): boolean {
    return this.#restored !== null;
  }

  get isChanged(): boolean {
    return this.#changes > 0;
  }

  /** Change the open vault; it is saved with the next `pending`. */
  change(edit: (vault: Vault) => Vault): void {
    this.#vault = edit(this.#vault);
    this.#changes++;
  }

  /** After an acknowledged restart of the log: merge what the server has into what this device kept. */
  acceptRestore(sameSegment: SameSegment): Merged | null {
    const restored = this.#restored;
    if (restored === null) return null;
    const merged = this.#merge(restored.vault, sameSegment);
    this.#restored = null;
    // Devices that saw the version kept here must find it among the ancestors of the next one.
    const hist = [restored.remembered.hash, ...merged.vault.hist].slice(0, HISTORY - 1);
    this.#adopt({ ...merged.vault, hist }, { ver: restored.vault.ver, bytes: restored.bytes });
    this.#changes++;
    return merged;
  }

  /** The vault to write, or null. The same bytes until it was saved or another version came in. */
  async pending(): Promise<Write<VaultWrite> | null> {
    if (this.#restored !== null) return null;
    if (this.#pending === null) {
      const changes = this.#changes;
      const prepared = (await this.companion?.prepare()) ?? null;
      if (changes === 0 && prepared === null) return null;
      const heads = prepared?.heads ?? this.#vault.heads;
      const next = nextVersion({ ...this.#vault, heads }, this.#saved.bytes);
      this.#pending = { ver: next.ver, bytes: await sealVault(next, this.vaultKey), changes, prepared };
    }
    const { ver, bytes, prepared } = this.#pending;
    return { ifMatch: this.#saved.ver, body: { ver, vault: b64u(bytes), ...prepared?.body } };
  }

  /** The server took the pending bytes as `ver`. */
  async saved(ver: number): Promise<void> {
    const pending = this.#pending;
    if (pending?.ver !== ver) throw new Refused("form", "another version than was written");
    const sealed = await openVault(pending.bytes, this.vaultKey);
    this.#changes -= pending.changes;
    this.#pending = null;
    this.#vault = { ...this.#vault, ver, hist: sealed.hist, heads: sealed.heads };
    this.companion?.saved();
    this.#saved = { ver, bytes: pending.bytes };
    await this.#remember();
  }

  /** The server refused the pending bytes, and nothing of them was stored: others may be made. */
  refused(): void {
    this.#pending = null;
    this.companion?.dropped();
  }

  /** A version from the server. Refuses with `two-vaults`; gives the addresses with two keys. */
  async take(body: VaultBody, sameSegment: SameSegment): Promise<readonly string[]> {
    const bytes = unb64u(body.vault);
    const hash = vaultHash(bytes);
    if (hash === vaultHash(this.#saved.bytes)) return [];
    if (this.#pending !== null && hash === vaultHash(this.#pending.bytes)) {
      await this.saved(this.#pending.ver);
      return [];
    }
    const served = await openVault(bytes, this.vaultKey);
    if (this.#restored !== null) return this.#takeWhileRolledBack(served, bytes, this.#restored.remembered);
    checkRollback({ ver: this.#saved.ver, hash: vaultHash(this.#saved.bytes) }, served, bytes);
    const merged = this.#changes === 0 ? { vault: served, twoKeys: [] } : this.#merge(served, sameSegment);
    this.#adopt(merged.vault, { ver: served.ver, bytes });
    await this.#remember();
    return merged.twoKeys;
  }

  /** Only a descendant of the version remembered here ends a rollback; anything else waits to be merged or refused. */
  async #takeWhileRolledBack(served: Vault, bytes: Uint8Array, remembered: SeenVault): Promise<readonly string[]> {
    if (isDescendant(remembered, served, bytes)) {
      this.#restored = null;
      this.#adopt(served, { ver: served.ver, bytes });
      await this.#remember();
    } else {
      this.#restored = { vault: served, bytes, remembered };
      this.#saved = { ver: served.ver, bytes };
    }
    return [];
  }

  #merge(served: Vault, sameSegment: SameSegment): Merged {
    const ownSeq = (own: string): number => unverifiedFacts(unb64u(own)).seq;
    return mergeVaults(this.#vault, served, { now: timeOf(Date.now() / 1000), ownSeq, sameSegment });
  }

  #adopt(vault: Vault, saved: { readonly ver: number; readonly bytes: Uint8Array }): void {
    this.#vault = vault;
    this.#saved = saved;
    this.#pending = null;
    this.companion?.dropped();
  }

  async #remember(): Promise<void> {
    const { ver, bytes } = this.#saved;
    const remembered: Remembered = { ver, hash: vaultHash(bytes), sealed: sealedFrom(bytes) };
    await this.#storage.put(nameOf(this.#vault.uid), remembered);
  }
}

function nameOf(uid: string): string {
  return `vault ${uid}`;
}

/**
 * Null when it is sealed under another vault key: the person has started over since. That it was not the server is for the
 * log to say: an older account served under its own password lacks the newest entry there (rule 4 of 5.3).
 */
async function openRemembered({ sealed }: Remembered, vaultKey: Uint8Array): Promise<Vault | null> {
  try {
    return await openVault(sealed, vaultKey);
  } catch (problem) {
    if (problem instanceof NoKeyFits) return null;
    throw problem;
  }
}

function isDescendant(seen: SeenVault, served: Vault, bytes: Uint8Array): boolean {
  try {
    checkRollback(seen, served, bytes);
    return true;
  } catch (problem) {
    if (problem instanceof Refused) return false;
    throw problem;
  }
}
