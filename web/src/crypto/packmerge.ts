// Merge two versions of a person's packs so that no change is lost, whichever device does it (entries.md 8.4).
import { b64u, equalBytes, hashIn } from "./encoding.ts";
import { must } from "./refused.ts";
import { type Grave, type SavedRecord, type SentCopy, sortedJson, without, withSent } from "./records.ts";
import { type Pack, putRight } from "./packs.ts";

export interface MergedPacks {
  /** By name, each under the served `ver` (0 for one that only I have). */
  readonly packs: readonly Pack[];
  /** The ids of the copies that were made. */
  readonly copies: readonly string[];
}

interface Placed<Value> {
  readonly value: Value;
  readonly file: string;
}

interface Side {
  readonly records: ReadonlyMap<string, Placed<SavedRecord>>;
  /** Of every record of an id, also of those that another one of the same side is better than. */
  readonly sent: ReadonlyMap<string, readonly SentCopy[]>;
  readonly graves: ReadonlyMap<string, Placed<Grave>>;
}

/** What to write after a lost compare-and-swap; refuses with `form` the packs of two people. */
export function mergePacks(mine: readonly Pack[], served: readonly Pack[]): MergedPacks {
  must(new Set([...mine, ...served].map(({ uid }) => uid)).size <= 1, "form", "packs of two people");
  const [ours, theirs] = [sideOf(mine), sideOf(served)];
  const filled = new Filled(mine, served);
  const copies: Placed<SavedRecord>[] = [];
  for (const id of union(theirs.records, ours.records)) {
    const [a, b] = [theirs.records.get(id), ours.records.get(id)];
    const { best, copy } = ofBoth(a?.value, b?.value);
    const grave = laterGrave(theirs.graves.get(id)?.value, ours.graves.get(id)?.value);
    if (grave !== undefined && grave.rev > best.rev) continue;
    const file = (a ?? b)?.file as string;
    filled.add(file, withSent(best, [...(theirs.sent.get(id) ?? []), ...(ours.sent.get(id) ?? [])]));
    if (copy !== null) copies.push({ value: copy, file });
  }
  const made: string[] = [];
  for (const { value, file } of copies) {
    if ([theirs.records, ours.records, theirs.graves, ours.graves].some((known) => known.has(value.id))) continue;
    filled.add(file, value);
    made.push(value.id);
  }
  for (const id of union(theirs.graves, ours.graves)) {
    const [a, b] = [theirs.graves.get(id), ours.graves.get(id)];
    const grave = laterGrave(a?.value, b?.value);
    if (grave !== undefined && !filled.ids.has(id)) filled.bury((a ?? b)?.file as string, grave);
  }
  return { packs: putRight(filled.packs()), copies: made };
}

/** Rule 6: no file that another device took away since `base`; what lost by its `rev` with a new file as a copy. */
export function withFilesMerged(
  base: readonly Pack[],
  mine: readonly Pack[],
  served: readonly Pack[],
  merged: MergedPacks,
): MergedPacks {
  const known = new Set(blobsOf(recordsOf(base)));
  const kept = new Set(blobsOf(recordsOf(served)));
  const isGone = (blob: string): boolean => known.has(blob) && !kept.has(blob);
  const ids = new Set([...mine, ...served].flatMap(({ items, gone }) => [...items, ...gone].map(({ id }) => id)));
  const packs = merged.packs.map((pack) => withoutFiles(pack, isGone));
  const named = new Set(blobsOf(recordsOf(packs)));
  const copies = [...merged.copies];
  for (const record of [...recordsOf(served), ...recordsOf(mine)]) {
    const added = blobsOf([record]).filter((blob) => !known.has(blob) && !named.has(blob));
    if (added.length === 0) continue;
    const at = packs.findIndex(({ items }) => items.some(({ id }) => id === record.id));
    const [pack, copy] = [packs[at], copyOf(record)];
    if (pack === undefined || ids.has(copy.id)) continue;
    packs[at] = withoutFiles({ ...pack, items: [...pack.items, copy] }, isGone);
    for (const blob of added) named.add(blob);
    copies.push(copy.id);
  }
  return { packs: putRight(packs), copies };
}

function recordsOf(packs: readonly Pack[]): SavedRecord[] {
  return packs.flatMap(({ items }) => items);
}

/** The same pack when nothing of it goes. */
function withoutFiles(pack: Pack, isGone: (blob: string) => boolean): Pack {
  if (!blobsOf(pack.items).some(isGone)) return pack;
  const items = pack.items.map((record) => {
    const files = (record.files ?? []).filter(({ blob }) => !isGone(blob));
    return files.length === 0 ? without(record, "files") : { ...record, files };
  });
  return { ...pack, items };
}

/** The files that records name. */
export function blobsOf(records: readonly SavedRecord[]): string[] {
  return records.flatMap(({ files }) => (files ?? []).map(({ blob }) => blob));
}

/** The record that keeps a version which lost against another one of the same rev. */
export function copyOf(record: SavedRecord): SavedRecord {
  return {
    ...without(record, "trashed"),
    id: b64u(hashIn("waxpost/v1/entry-copy", sortedJson(record)).subarray(0, 16)),
    copy: true,
  };
}

class Filled {
  readonly ids = new Set<string>();
  readonly #served: ReadonlyMap<string, Pack>;
  readonly #bases: ReadonlyMap<string, Pack>;
  readonly #items = new Map<string, SavedRecord[]>();
  readonly #gone = new Map<string, Grave[]>();

  constructor(mine: readonly Pack[], served: readonly Pack[]) {
    this.#served = new Map(served.map((pack) => [pack.pack, pack]));
    this.#bases = new Map([...served, ...mine].map((pack) => [pack.pack, pack]));
  }

  add(file: string, record: SavedRecord): void {
    this.#items.set(file, [...(this.#items.get(file) ?? []), record]);
    this.ids.add(record.id);
  }

  bury(file: string, grave: Grave): void {
    this.#gone.set(file, [...(this.#gone.get(file) ?? []), grave]);
  }

  packs(): Pack[] {
    return [...this.#bases.keys()].sort(inOrder).map((file) => ({
      ...this.#served.get(file),
      ...(this.#bases.get(file) as Pack),
      ver: this.#served.get(file)?.ver ?? 0,
      items: this.#items.get(file) ?? [],
      gone: this.#gone.get(file) ?? [],
    }));
  }
}

function inOrder(a: string, b: string): number {
  const [kindA, numberA] = a.split("-") as [string, string];
  const [kindB, numberB] = b.split("-") as [string, string];
  if (kindA !== kindB) return kindA < kindB ? -1 : 1;
  return Number(numberA) - Number(numberB);
}

function sideOf(packs: readonly Pack[]): Side {
  const records = new Map<string, Placed<SavedRecord>>();
  const sent = new Map<string, readonly SentCopy[]>();
  const graves = new Map<string, Placed<Grave>>();
  for (const { pack: file, items, gone } of packs) {
    for (const value of items) {
      sent.set(value.id, [...(sent.get(value.id) ?? []), ...(value.sent ?? [])]);
      const known = records.get(value.id);
      if (known === undefined || isBetter(value, known.value)) records.set(value.id, { value, file });
    }
    for (const value of gone) {
      const known = graves.get(value.id);
      if (known === undefined || isLater(value, known.value)) graves.set(value.id, { value, file });
    }
  }
  return { records, sent, graves };
}

function ofBoth(
  a: SavedRecord | undefined,
  b: SavedRecord | undefined,
): { readonly best: SavedRecord; readonly copy: SavedRecord | null } {
  if (a === undefined || b === undefined) return { best: (a ?? b) as SavedRecord, copy: null };
  if (a.rev === b.rev && equalBytes(sortedJson(a), sortedJson(b))) return { best: a, copy: null };
  const [best, other] = isBetter(a, b) ? [a, b] : [b, a];
  return { best, copy: a.rev === b.rev ? copyOf(other) : null };
}

/** The higher rev; then the later `at`; then the greater bytes. Times of 2.3 sort as text. */
function isBetter(a: SavedRecord, b: SavedRecord): boolean {
  if (a.rev !== b.rev) return a.rev > b.rev;
  if (a.at !== b.at) return a.at > b.at;
  const [one, other] = [sortedJson(a), sortedJson(b)];
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? false : (one[at] as number) > (other[at] ?? -1);
}

function isLater(a: Grave, b: Grave): boolean {
  return a.rev !== b.rev ? a.rev > b.rev : a.at > b.at;
}

function laterGrave(a: Grave | undefined, b: Grave | undefined): Grave | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isLater(b, a) ? b : a;
}

function union(first: ReadonlyMap<string, unknown>, then: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  return new Set([...first.keys(), ...then.keys()]);
}
