// Saved settings of the password generator: records among the packs that are no entries (entries.md 8.3).
import { b64u, randomBytes } from "../crypto/encoding.ts";
import { Impossible } from "../crypto/generator/impossible.ts";
import { readSettings, type Settings } from "../crypto/generator/settings.ts";
import { type Pack, withAdded } from "../crypto/packs.ts";
import { fitted, graveOf, isTemplate, type SavedRecord } from "../crypto/records.ts";
import type { Json, JsonObject } from "../crypto/strictjson.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { GeneratorTemplate } from "./entryprotocol.ts";
import { Trouble } from "./problems.ts";

/** By title. Settings that this version does not know are left out: they could not be used. */
export function listTemplates(keeper: EntryKeeper): GeneratorTemplate[] {
  const known = held(keeper).flatMap(({ id, item }): GeneratorTemplate[] => {
    const settings = settingsOf(item["settings"] as JsonObject);
    return settings === null ? [] : [{ id, title: item["title"] as string, settings }];
  });
  return known.sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1));
}

/** In place of the one with the same title; gives its id. */
export function saveTemplate(keeper: EntryKeeper, title: string, settings: JsonObject): string {
  const item: JsonObject = { kind: "generator", title, settings };
  const same = held(keeper).find((record) => record.item["title"] === title);
  if (same !== undefined) {
    replace(keeper, same, item);
    return same.id;
  }
  const record = fitted({ id: b64u(randomBytes(16)), rev: 1, at: keeper.now(), item });
  keeper.change((packs) => withAdded(packs, keeper.uid, [record]));
  return record.id;
}

/** Refuses with `form` a title that another one has. */
export function renameTemplate(keeper: EntryKeeper, id: string, title: string): void {
  const record = find(keeper, id);
  if (held(keeper).some((other) => other.id !== id && other.item["title"] === title))
    throw new Trouble("form", "another template has this title");
  replace(keeper, record, { ...record.item, title });
}

/** For good: settings are quickly made again. */
export function removeTemplate(keeper: EntryKeeper, id: string): void {
  const grave = graveOf(find(keeper, id), keeper.now());
  edit(keeper, id, (pack) => ({
    ...pack,
    items: pack.items.filter((record) => record.id !== id),
    gone: [...pack.gone, grave],
  }));
}

function held(keeper: EntryKeeper): readonly SavedRecord[] {
  return keeper.records().filter((record) => isTemplate(record) && record.trashed === undefined);
}

function find(keeper: EntryKeeper, id: string): SavedRecord {
  const found = held(keeper).find((record) => record.id === id);
  if (found === undefined) throw new Trouble("entry-not-found", "there is no such template");
  return found;
}

function replace(keeper: EntryKeeper, record: SavedRecord, item: JsonObject): void {
  const members: Record<string, Json> = { ...record, rev: record.rev + 1, at: keeper.now(), item };
  const next = members as unknown as SavedRecord;
  edit(keeper, record.id, (pack) => ({ ...pack, items: pack.items.map((one) => (one.id === next.id ? next : one)) }));
}

/** Packs without the record stay the same objects: they are not sealed again. */
function edit(keeper: EntryKeeper, id: string, work: (pack: Pack) => Pack): void {
  keeper.change((packs) => packs.map((pack) => (pack.items.some((record) => record.id === id) ? work(pack) : pack)));
}

function settingsOf(members: JsonObject): Settings | null {
  try {
    return readSettings(members);
  } catch (problem) {
    if (problem instanceof Impossible) return null;
    throw problem;
  }
}
