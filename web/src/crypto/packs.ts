// Packs: the sealed files that hold a person's entries and links, each bound to the vault (entries.md 8.1, 8.2).
//
// Only what a head of the vault names is a pack of this person: an older one, another one and a missing one are noticed.
import { openUnder, sealUnderKey, sealedFrom, type Sealed } from "./age.ts";
import { b64u, hash, hkdf, secondsOf } from "./encoding.ts";
import { must } from "./refused.ts";
import { checkContent, type Grave, graveOf, isOver, type SavedRecord, sizeOf } from "./records.ts";
import { checkSealed, id, parseObject, text, whole, writeStrict } from "./strictjson.ts";
import type { Vault } from "./vault.ts";

export const PACK_MOST = 1024 * 1024;
/** Packs in one request, so that it stays below the 8 MiB of api.md 5. */
export const SAVED_AT_ONCE = 4;
const GRAVE_SECONDS = 90 * 86_400;
const FILE = /^(entries|links)-(0|[1-9][0-9]{0,3})$/;
const MEMBERS = new Set(["v", "t", "crit", "uid", "pack", "ver", "items", "gone"]);

/** What the vault says of a pack. */
export type PackHead = Vault["heads"][number];

export type Pack = {
  readonly v: 1;
  readonly t: "waxpost-entries";
  readonly uid: string;
  readonly pack: string;
  /** 0: never saved. */
  readonly ver: number;
  readonly items: readonly SavedRecord[];
  readonly gone: readonly Grave[];
};

/** A pack with nothing in it. */
export function emptyPack(uid: string, file: string): Pack {
  return { v: 1, t: "waxpost-entries", uid, pack: file, ver: 0, items: [], gone: [] };
}

/** How a head names a version: b64u(H(sealed bytes)). */
export function packHash(sealed: Uint8Array): string {
  return b64u(hash(sealed));
}

/** Refused as `openPack` would refuse it. */
export async function sealPack(pack: Pack, vaultKey: Uint8Array): Promise<Sealed> {
  const plaintext = writeStrict(pack);
  readPack(plaintext);
  return sealUnderKey(packKey(vaultKey), plaintext);
}

/** Refuse with `two-vaults` bytes that the vault does not name (8.2, step 1). */
export function checkHead(sealed: Uint8Array, ver: number, head: PackHead): void {
  must(ver === head.ver && packHash(sealed) === head.sha, "two-vaults", "entries that do not belong to the vault");
}

/** Throws `NoKeyFits` for another VK, `Refused` for anything but the pack of this head. */
export async function openPack(sealed: Uint8Array, vaultKey: Uint8Array, uid: string, head: PackHead): Promise<Pack> {
  checkHead(sealed, head.ver, head);
  return openNamed(sealed, vaultKey, uid, head);
}

/** As `openPack`, of bytes that `checkHead` let through: a hash of them takes as long as everything else. */
export async function openNamed(sealed: Uint8Array, vaultKey: Uint8Array, uid: string, head: PackHead): Promise<Pack> {
  const pack = readPack(await openUnder(packKey(vaultKey), sealedFrom(sealed)));
  const isIt = pack.uid === uid && pack.pack === head.file && pack.ver === head.ver;
  must(isIt, "form", "a pack of another person, place or version");
  return pack;
}

/** Read and check the plaintext of a pack. */
export function readPack(plaintext: Uint8Array): Pack {
  must(plaintext.length <= PACK_MOST, "form", "a pack that is too long");
  const object = parseObject(plaintext);
  checkSealed(object, "waxpost-entries", MEMBERS);
  id(object, "uid");
  must(FILE.test(text(object, "pack")), "form", "not the name of a pack");
  must(whole(object, "ver") >= 1, "form", "ver");
  checkContent(object);
  return object as unknown as Pack;
}

/** Graves for what was in the trash too long, and none that are too old (8.1). */
export function swept(packs: readonly Pack[], now: string): Pack[] {
  return packs.map((pack) => {
    const over = pack.items.filter((record) => isOver(record, now));
    const kept = pack.gone.filter(({ at }) => secondsOf(now) - secondsOf(at) <= GRAVE_SECONDS);
    if (over.length === 0 && kept.length === pack.gone.length) return pack;
    const items = pack.items.filter((record) => !over.includes(record));
    return { ...pack, items, gone: [...kept, ...over.map((record) => graveOf(record, now))] };
  });
}

/** The packs with new records, each in the first pack of its kind with room, or in a new one (8.1). */
export function withAdded(
  packs: readonly Pack[],
  uid: string,
  records: readonly SavedRecord[],
  kind: "entries" | "links" = "entries",
): Pack[] {
  const filling = packs.map((pack) => new Filling(pack));
  for (const record of records) place(filling, uid, record, kind, null);
  return filling.map((one) => one.pack());
}

/** Nothing above 1 MiB: records move from the end of `items` to the first pack with room. */
export function putRight(packs: readonly Pack[]): Pack[] {
  const filling = packs.map((pack) => new Filling(pack));
  for (const one of [...filling]) {
    const moved: SavedRecord[] = [];
    while (one.size > PACK_MOST && one.items.length > 0) moved.push(one.takeLast());
    for (const record of moved.reverse()) place(filling, one.base.uid, record, kindOf(one.base.pack), one.base.pack);
  }
  return filling.map((one) => one.pack());
}

/** `entries` or `links`. */
export function kindOf(file: string): string {
  return file.slice(0, file.indexOf("-"));
}

function packKey(vaultKey: Uint8Array): string {
  return b64u(hkdf(vaultKey, "waxpost/v1/vk/entries"));
}

/** A pack being filled, and how many bytes its JSON has. */
class Filling {
  readonly base: Pack;
  readonly items: SavedRecord[];
  size: number;
  #isChanged = false;

  constructor(base: Pack) {
    this.base = base;
    this.items = [...base.items];
    // Room for a longer `ver`: 16 digits instead of those of today.
    this.size = writeStrict({ ...base, ver: Number.MAX_SAFE_INTEGER }).length;
  }

  hasRoom(size: number): boolean {
    return this.size + size + 1 <= PACK_MOST;
  }

  add(record: SavedRecord, size: number): void {
    this.items.push(record);
    this.size += size + 1;
    this.#isChanged = true;
  }

  takeLast(): SavedRecord {
    const record = this.items.pop() as SavedRecord;
    this.size -= sizeOf(record) + 1;
    this.#isChanged = true;
    return record;
  }

  pack(): Pack {
    return this.#isChanged ? { ...this.base, items: this.items } : this.base;
  }
}

function place(packs: Filling[], uid: string, record: SavedRecord, kind: string, but: string | null): void {
  const size = sizeOf(record);
  const found = packs.find(({ base }, at) => {
    const isAllowed = kindOf(base.pack) === kind && base.pack !== but;
    return isAllowed && (packs[at] as Filling).hasRoom(size);
  });
  if (found !== undefined) {
    found.add(record, size);
    return;
  }
  const taken = new Set(packs.map(({ base }) => base.pack));
  let number = 0;
  while (taken.has(`${kind}-${number}`)) number++;
  const fresh = new Filling(emptyPack(uid, `${kind}-${number}`));
  fresh.add(record, size);
  packs.push(fresh);
}
