// The packs of the account: what the vault names, what this device kept of it, and what waits to be saved (entries.md 8.2).
import { sealedFrom } from "../crypto/age.ts";
import { b64u, timeOf, unb64u } from "../crypto/encoding.ts";
import { blobsOf, mergePacks, withFilesMerged } from "../crypto/packmerge.ts";
import {
  checkHead,
  kindOf,
  openNamed,
  type Pack,
  packHash,
  type PackHead,
  putRight,
  SAVED_AT_ONCE,
  sealPack,
  swept,
} from "../crypto/packs.ts";
import { checkContent, isOver, type SavedRecord } from "../crypto/records.ts";
import { Refused } from "../crypto/refused.ts";
import type { PackBody, PackWrites } from "./entryprotocol.ts";
import { Trouble } from "./problems.ts";
import type { DeviceStorage } from "./storage.ts";
import type { Prepared, VaultKeeper } from "./vaultkeeper.ts";

interface Held {
  readonly head: PackHead;
  readonly pack: Pack;
}

export class EntryKeeper {
  /** Titles of copies that a merge made. */
  readonly copies: string[] = [];
  readonly #keeper: VaultKeeper;
  readonly #storage: DeviceStorage;
  readonly #now: () => number;
  /** What was fetched or saved, by file. */
  #held = new Map<string, Held>();
  /** The saved packs that `#mine` began with; null before all were there. */
  #base: readonly Pack[] | null = null;
  /** The packs as the person wants them. */
  #mine: readonly Pack[] = [];
  #pending: ReadonlyMap<string, Held> | null = null;
  /** Heads whose bytes did not fit once: the next time it is the server's fault. */
  readonly #doubted = new Set<string>();

  constructor(keeper: VaultKeeper, storage: DeviceStorage, now: () => number) {
    this.#keeper = keeper;
    this.#storage = storage;
    this.#now = now;
    keeper.companion = {
      prepare: () => this.#prepare(),
      saved: () => this.#saved(),
      dropped: () => {
        this.#pending = null;
      },
    };
  }

  get uid(): string {
    return this.#keeper.vault.uid;
  }

  now(): string {
    return timeOf(this.#now());
  }

  /** The packs to fetch; those that this device kept are opened first. */
  async wanted(): Promise<readonly string[]> {
    for (const head of this.#missing()) {
      const kept = (await this.#storage.get(this.#nameOf(head.file))) as Uint8Array | undefined;
      if (kept !== undefined && packHash(kept) === head.sha) await this.#open(head, kept);
    }
    const missing = this.#missing();
    if (missing.length === 0) this.#settle();
    return missing.map(({ file }) => file);
  }

  /** A pack from the server; null: it has none. */
  async take(file: string, body: PackBody | null): Promise<"taken" | "stale"> {
    const head = this.#missing().find((one) => one.file === file);
    if (head === undefined) return "taken";
    const bytes = body === null ? new Uint8Array() : unb64u(body.sealed);
    try {
      checkHead(bytes, body?.ver ?? 0, head);
    } catch (problem) {
      if (!(problem instanceof Refused) || this.#doubted.has(head.sha)) throw problem;
      this.#doubted.add(head.sha);
      return "stale";
    }
    await this.#open(head, bytes);
    await this.#storage.put(this.#nameOf(file), sealedFrom(bytes));
    if (this.#missing().length === 0) this.#settle();
    return "taken";
  }

  /** Every record of `entries-<n>` that is not over. Fails with `entries-not-fetched` before all packs were there once. */
  records(): readonly SavedRecord[] {
    const now = this.now();
    return this.packs()
      .filter(({ pack }) => kindOf(pack) === "entries")
      .flatMap(({ items }) => items.filter((record) => !isOver(record, now)));
  }

  /** While newer ones are on their way, those before them: what is on the screen can still be shown, copied and changed. */
  packs(): readonly Pack[] {
    if (this.#missing().length === 0) this.#settle();
    else if (this.#base === null) throw new Trouble("entries-not-fetched", "ask which packs are wanted");
    return this.#mine;
  }

  /** Change the packs; they are saved with the next vault. Refuses with `form` what no reader would take. */
  change(edit: (packs: readonly Pack[]) => readonly Pack[]): void {
    const before = new Set(this.packs());
    const wanted = putRight(swept(edit(this.#mine), this.now()));
    for (const pack of wanted) if (!before.has(pack)) checkContent(pack);
    this.#mine = wanted;
  }

  /** The server refused what was written last; what is written next may be something else. */
  refused(): void {
    this.#keeper.refused();
  }

  /** Whether changes wait that can be saved only after other packs were fetched. */
  get isWaiting(): boolean {
    return this.#base !== null && !isSame(this.#base, this.#mine) && this.#missing().length > 0;
  }

  #missing(): readonly PackHead[] {
    return this.#keeper.vault.heads.filter(({ file, sha }) => this.#held.get(file)?.head.sha !== sha);
  }

  /** Of bytes that are those of the head. */
  async #open(head: PackHead, bytes: Uint8Array): Promise<void> {
    const pack = await openNamed(bytes, this.#keeper.vaultKey, this.uid, head);
    this.#held.set(head.file, { head, pack });
  }

  /** All packs of the vault are there: they are the base from now on, and what waits is merged into them. */
  #settle(): void {
    const served = this.#served();
    const base = this.#base;
    if (base !== null && isSame(base, served)) return;
    if (base !== null && !isSame(base, this.#mine)) {
      const merged = withFilesMerged(base, this.#mine, served, mergePacks(this.#mine, served));
      const made = new Set(merged.copies);
      const records = merged.packs.flatMap(({ items }) => items);
      this.copies.push(...records.filter(({ id }) => made.has(id)).map(({ item }) => item["title"] as string));
      this.#mine = merged.packs;
    } else {
      this.#mine = served;
    }
    this.#base = served;
    this.#pending = null;
  }

  /** The packs that the vault names, in order. */
  #served(): readonly Pack[] {
    const packs = this.#keeper.vault.heads.map(({ file }) => (this.#held.get(file) as Held).pack);
    return packs.sort((a, b) => inOrder(a.pack, b.pack));
  }

  #changed(): readonly Pack[] {
    const base = new Map((this.#base ?? []).map((pack) => [pack.pack, pack]));
    const changed = this.#mine.filter((pack) => {
      const known = base.get(pack.pack);
      if (known === undefined) return pack.items.length + pack.gone.length > 0;
      return known !== pack && content(known) !== content(pack);
    });
    // What loses records to another pack goes last, so that no step of several lets them out of sight.
    const loses = (pack: Pack): number => {
      const ids = new Set([...pack.items, ...pack.gone].map(({ id }) => id));
      return (base.get(pack.pack)?.items ?? []).some(({ id }) => !ids.has(id)) ? 1 : 0;
    };
    return [...changed].sort((a, b) => loses(a) - loses(b)).slice(0, SAVED_AT_ONCE);
  }

  async #prepare(): Promise<Prepared | null> {
    if (this.#base === null || this.#missing().length > 0) return null;
    this.#settle();
    const changed = this.#changed();
    if (changed.length === 0) return null;
    const pending = new Map<string, Held>();
    const packs: PackBody[] = [];
    for (const wanted of changed) {
      const pack = { ...wanted, ver: (this.#held.get(wanted.pack)?.head.ver ?? 0) + 1 };
      const sealed = await sealPack(pack, this.#keeper.vaultKey);
      const head = { file: pack.pack, ver: pack.ver, sha: packHash(sealed) };
      pending.set(pack.pack, { head, pack });
      packs.push({ file: pack.pack, ver: pack.ver, sealed: b64u(sealed) });
      await this.#storage.put(this.#nameOf(pack.pack), sealed);
    }
    this.#pending = pending;
    const heads = new Map(this.#keeper.vault.heads.map((head) => [head.file, head]));
    for (const { head } of pending.values()) heads.set(head.file, { ...heads.get(head.file), ...head });
    return { heads: [...heads.values()], body: { packs, ...this.#files(pending) } };
  }

  #files(pending: ReadonlyMap<string, Held>): Pick<PackWrites, "claim" | "release"> {
    const [before, after] = [this.#held, new Map([...this.#held, ...pending])].map(
      (held) => new Set(blobsOf([...held.values()].flatMap(({ pack }) => pack.items))),
    ) as [Set<string>, Set<string>];
    return {
      claim: [...after].filter((blob) => !before.has(blob)),
      release: [...before].filter((blob) => !after.has(blob)),
    };
  }

  #saved(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#held = new Map([...this.#held, ...pending]);
    this.#base = this.#served();
    const saved = new Map(this.#base.map((pack) => [pack.pack, pack]));
    this.#mine = this.#mine.map((pack) => {
      const known = saved.get(pack.pack);
      return known !== undefined && content(known) === content(pack) ? known : pack;
    });
    this.#pending = null;
  }

  #nameOf(file: string): string {
    return `pack ${this.uid} ${file}`;
  }
}

function isSame(a: readonly Pack[], b: readonly Pack[]): boolean {
  return a.length === b.length && a.every((pack, at) => pack === b[at]);
}

/** Everything but `ver`. */
function content(pack: Pack): string {
  return JSON.stringify({ ...pack, ver: 0 });
}

function inOrder(a: string, b: string): number {
  if (kindOf(a) !== kindOf(b)) return kindOf(a) < kindOf(b) ? -1 : 1;
  return Number(a.slice(a.indexOf("-") + 1)) - Number(b.slice(b.indexOf("-") + 1));
}
