// Saved entries for the page: rows and facts without what is covered, one value when it is asked for, and changes.
import { b64u, randomBytes } from "../crypto/encoding.ts";
import { ENTRY_TYPES } from "../crypto/entrytypes.ts";
import { type Field, isCovered, type Item, KINDS, passwordAt } from "../crypto/items.ts";
import { type Pack, withAdded } from "../crypto/packs.ts";
import {
  type EntryFile,
  graveOf,
  isTemplate,
  type RecordChange,
  type SavedRecord,
  withItem,
  withMembers,
} from "../crypto/records.ts";
import { Refused } from "../crypto/refused.ts";
import type { JsonObject } from "../crypto/strictjson.ts";
import { totpCode } from "../crypto/totp.ts";
import { checkupStep } from "./checkup.ts";
import type { Own } from "./door.ts";
import { lastDigits, shownValues } from "./entrydetails.ts";
import { beginOpening, withAdded as withAddedFiles, withoutFiles } from "./entryfiles.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type {
  EntryChoice,
  EntryDraft,
  EntryFacts,
  EntryField,
  EntryMove,
  EntryPlace,
  EntryRow,
  EntryVerbs,
  FormType,
} from "./entryprotocol.ts";
import { noteCopies, sentOf } from "./entrysent.ts";
import type { Files } from "./files.ts";
import { scoresOf } from "./judging.ts";
import { Trouble } from "./problems.ts";
import type { DraftItem } from "./shapes.ts";
import { listTemplates, removeTemplate, renameTemplate, saveTemplate } from "./templates.ts";

export function entryVerbs(keeper: () => EntryKeeper, now: () => number, files: () => Files): Own<EntryVerbs> {
  return {
    entryTypes: formTypes,
    entriesWanted: () => keeper().wanted(),
    takePack: (file, pack) => keeper().take(file, pack),
    listEntries: (query, trash) => rowsOf(keeper(), query, trash),
    entry: (id) => factsOf(find(keeper(), id)),
    entryValue: (id, field, rev) => fieldOf(itemOf(find(keeper(), id), rev), field).value,
    entryScores: (ids) =>
      scoresOf(
        keeper(),
        ids.map((id) => versionOf(find(keeper(), id))),
      ),
    entryCheckup: () => checkupStep(keeper(), sorted(entriesOf(keeper())), now()),
    entryVersion: (id, rev) => fieldsOf(itemOf(find(keeper(), id), rev)),
    entryCode: (id, field) => codeOf(fieldOf(itemOf(find(keeper(), id), null), field), now()),
    addEntries: (drafts, place) => add(keeper(), drafts, place),
    changeEntry: (id, rev, draft, place) => change(keeper(), id, rev, draft, place),
    moveEntries: (moves) => move(keeper(), moves),
    trashEntries: (ids) => mark(keeper(), ids, { trashed: keeper().now() }),
    restoreEntries: (ids) => mark(keeper(), ids, { trashed: null }),
    removeEntries: (ids) => remove(keeper(), ids),
    addEntryFiles: (id, sealed) => setFiles(keeper(), id, (record) => withAddedFiles(record, files(), sealed)),
    removeEntryFile: (id, blob) => setFiles(keeper(), id, (record) => withoutFiles(record, [blob])),
    dropEntryFiles: (blobs) => dropFiles(keeper(), blobs),
    beginEntryOpening: (id, blob) => beginOpening(find(keeper(), id), files(), blob),
    entryCopies: (choices) => choices.map((choice) => copyOf(find(keeper(), choice.id), choice)),
    noteCopies: (copied, mid, isLink) => noteCopies(keeper(), copied, mid, isLink),
    entryCopiesMade: () => keeper().copies.splice(0),
    secretCode: (secret) => codeOf({ f: "totp", value: secret }, now()),
    generatorTemplates: () => listTemplates(keeper()),
    saveGeneratorTemplate: (title, settings) => saveTemplate(keeper(), title, settings as unknown as JsonObject),
    renameGeneratorTemplate: (id, title) => renameTemplate(keeper(), id, title),
    removeGeneratorTemplate: (id) => removeTemplate(keeper(), id),
  };
}

function formTypes(): FormType[] {
  return ENTRY_TYPES.map(({ kind, name, fields }) => {
    const covers = (f: string, hide: boolean): boolean => isCovered(kind, { f, value: "", ...(hide && { hide }) });
    return { kind, name, fields: fields.map((field) => ({ ...field, isCovered: covers(field.f, field.hide) })) };
  });
}

function entriesOf(keeper: EntryKeeper): readonly SavedRecord[] {
  return keeper.records().filter((record) => !isTemplate(record));
}

function find(keeper: EntryKeeper, id: string): SavedRecord {
  return findAll(keeper, [id])[0] as SavedRecord;
}

/** Of many, in one look at all. */
function findAll(keeper: EntryKeeper, ids: readonly string[]): SavedRecord[] {
  const known = new Map(entriesOf(keeper).map((record) => [record.id, record]));
  return ids.map((id) => {
    const found = known.get(id);
    if (found === undefined) throw new Trouble("entry-not-found", "there is no such entry");
    return found;
  });
}

function itemOf(record: SavedRecord, rev: number | null): Item {
  const versions: readonly { readonly rev: number; readonly item: JsonObject }[] = [record, ...(record.past ?? [])];
  const found = rev === null ? record : versions.find((version) => version.rev === rev);
  if (found === undefined) throw new Trouble("entry-not-found", "there is no such version");
  return found.item as unknown as Item;
}

function versionOf(record: SavedRecord): { id: string; rev: number; item: Item } {
  return { id: record.id, rev: record.rev, item: itemOf(record, null) };
}

function fieldOf(item: Item, at: number): Field {
  const field = item.fields[at];
  if (field === undefined) throw new Trouble("entry-not-found", "there is no such field");
  return field;
}

/** Made once: `localeCompare` looks its rules up for every pair. */
const byTitle = new Intl.Collator();

function rowsOf(keeper: EntryKeeper, query: string | null, trash: boolean): EntryRow[] {
  const words = folded(query ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = entriesOf(keeper)
    .filter((record) => (record.trashed !== undefined) === trash)
    .filter((record) => words.length === 0 || holds(record, words));
  return sorted(found).map(rowOf);
}

function sorted(records: readonly SavedRecord[]): readonly SavedRecord[] {
  const title = (record: SavedRecord): string => record.item["title"] as string;
  return records.toSorted((a, b) => byTitle.compare(title(a), title(b)) || (a.id < b.id ? -1 : 1));
}

function holds(record: SavedRecord, words: readonly string[]): boolean {
  const item = itemOf(record, null);
  const shown = item.fields.filter((field) => !isCovered(item.kind, field)).map(({ value }) => value);
  const labels = item.fields.map(({ label }) => label ?? "");
  const told = [item.title, record.folder ?? "", ...(record.tags ?? []), lastDigits(item) ?? ""];
  const text = folded([...told, ...shown, ...labels].join("\n"));
  return words.every((word) => text.includes(word));
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "");
}

function rowOf(record: SavedRecord): EntryRow {
  const item = itemOf(record, null);
  const values = (f: string): string[] => shownValues(item, f);
  return {
    id: record.id,
    rev: record.rev,
    kind: KINDS.has(item.kind) ? item.kind : "other",
    title: item.title,
    username: values("username")[0] ?? null,
    holder: values("holder")[0] ?? null,
    lastDigits: lastDigits(item),
    hosts: [...values("url").map(hostOf), ...values("host")].filter((host) => host !== ""),
    tags: record.tags ?? [],
    folder: record.folder ?? null,
    isFavourite: record.fav ?? false,
    expires: record.exp ?? null,
    changedAt: record.at,
    trashedAt: record.trashed ?? null,
    isCopy: record.copy ?? false,
    hasCode: item.fields.some(({ f, value }) => f === "totp" && value !== ""),
    hasPassword: passwordAt(item) !== -1,
    files: record.files?.length ?? 0,
  };
}

function hostOf(url: string): string {
  return /^(?:https?:\/\/)?(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url.trim())?.[1] ?? "";
}

function factsOf(record: SavedRecord): EntryFacts {
  const name = (att: JsonObject): string => (typeof att["name"] === "string" ? att["name"] : "");
  const size = (att: JsonObject): number => (typeof att["size"] === "number" ? att["size"] : 0);
  return {
    ...rowOf(record),
    fields: fieldsOf(itemOf(record, null)),
    attachments: (record.files ?? []).map(({ blob, att }) => ({ blob, name: name(att), size: size(att) })),
    history: (record.past ?? []).map(({ rev, at, item }) => ({ rev, changedAt: at, title: item["title"] as string })),
    sent: sentOf(record),
  };
}

function fieldsOf(item: Item): EntryField[] {
  return item.fields.map((field) => {
    const covered = isCovered(item.kind, field);
    return { f: field.f, label: field.label ?? null, isCovered: covered, value: covered ? null : field.value };
  });
}

function codeOf({ f, value }: Field, now: number): ReturnType<typeof totpCode> | null {
  if (f !== "totp") return null;
  try {
    return totpCode(value, now);
  } catch (problem) {
    if (problem instanceof Refused) return null;
    throw problem;
  }
}

function add(keeper: EntryKeeper, drafts: readonly EntryDraft[], place: EntryPlace): string[] {
  const records = drafts.map((draft): SavedRecord => {
    const fresh: SavedRecord = { id: newId(), rev: 0, at: keeper.now(), item: itemFrom(draft, null) };
    return withMembers(fresh, changeFrom(place), keeper.now());
  });
  keeper.change((packs) => withAdded(packs, keeper.uid, records));
  return records.map(({ id }) => id);
}

function change(keeper: EntryKeeper, id: string, rev: number, draft: EntryDraft | null, place: EntryPlace): number {
  const record = find(keeper, id);
  if (record.rev !== rev) throw new Trouble("entry-changed", "the entry was changed meanwhile");
  const now = keeper.now();
  // One rev for both: the members first, as if they had been there before.
  const placed = { ...withMembers(record, changeFrom(place), now), rev: record.rev, at: record.at };
  const changed =
    draft === null ? withMembers(record, changeFrom(place), now) : withItem(placed, itemFrom(draft, record), now);
  replace(keeper, new Map([[id, changed]]));
  return changed.rev;
}

function move(keeper: EntryKeeper, moves: readonly EntryMove[]): void {
  const now = keeper.now();
  const folders = new Map(moves.map(({ id, folder }) => [id, folder]));
  const records = findAll(keeper, [...folders.keys()]).filter(({ id, folder = null }) => folder !== folders.get(id));
  const placed = (record: SavedRecord): SavedRecord =>
    withMembers(record, { folder: folders.get(record.id) ?? null }, now);
  replace(keeper, new Map(records.map((record) => [record.id, placed(record)])));
}

function mark(keeper: EntryKeeper, ids: readonly string[], members: RecordChange): void {
  const records = findAll(keeper, ids);
  const now = keeper.now();
  replace(keeper, new Map(records.map((record) => [record.id, withMembers(record, members, now)])));
}

function setFiles(keeper: EntryKeeper, id: string, edit: (record: SavedRecord) => readonly EntryFile[]): number {
  const record = find(keeper, id);
  const files = edit(record);
  const changed = withMembers(record, { files: files.length === 0 ? null : files }, keeper.now());
  replace(keeper, new Map([[id, changed]]));
  return changed.rev;
}

function dropFiles(keeper: EntryKeeper, blobs: readonly string[]): void {
  const losing = keeper.records().filter(({ files }) => files?.some(({ blob }) => blobs.includes(blob)));
  for (const { id } of losing) setFiles(keeper, id, (record) => withoutFiles(record, blobs));
  keeper.refused();
}

function replace(keeper: EntryKeeper, changed: ReadonlyMap<string, SavedRecord>): void {
  keeper.change((packs) => mapped(packs, changed));
}

/** Packs in which nothing changed stay the same objects: they are not sealed again. */
function mapped(packs: readonly Pack[], changed: ReadonlyMap<string, SavedRecord>): Pack[] {
  return packs.map((pack) => {
    if (!pack.items.some(({ id }) => changed.has(id))) return pack;
    return { ...pack, items: pack.items.map((record) => changed.get(record.id) ?? record) };
  });
}

function remove(keeper: EntryKeeper, ids: readonly string[]): void {
  const going = new Set(findAll(keeper, ids).map(({ id }) => id));
  const now = keeper.now();
  keeper.change((packs) =>
    packs.map((pack) => {
      const over = pack.items.filter(({ id }) => going.has(id));
      if (over.length === 0) return pack;
      const items = pack.items.filter(({ id }) => !going.has(id));
      return { ...pack, items, gone: [...pack.gone, ...over.map((record) => graveOf(record, now))] };
    }),
  );
}

function itemFrom(draft: EntryDraft, before: SavedRecord | null): JsonObject {
  if (draft.title.trim() === "") throw new Trouble("form", "an entry needs a title");
  const fields = draft.fields.map(({ f, label, hide, value }): Field => {
    const kept = typeof value === "string" || before === null ? null : fieldOf(itemOf(before, null), value.keep);
    return {
      f,
      ...(label === null ? {} : { label }),
      value: typeof value === "string" ? value : (kept?.value ?? ""),
      ...(hide ? { hide: true as const } : {}),
    };
  });
  return { i: 0, kind: draft.kind, from: "entry", title: draft.title, fields };
}

function changeFrom({ tags, folder, isFavourite, expires }: EntryPlace): RecordChange {
  return {
    ...(tags === undefined ? {} : { tags: tags !== null && tags.length > 0 ? tags : null }),
    ...(folder === undefined ? {} : { folder: folder === "" ? null : folder }),
    ...(isFavourite === undefined ? {} : { fav: isFavourite ? (true as const) : null }),
    ...(expires === undefined ? {} : { exp: expires }),
  };
}

function copyOf(record: SavedRecord, { rev, fields: chosen }: EntryChoice): DraftItem {
  // Indexes of another version may name other fields: a secret that was left out would go.
  if (chosen !== null && rev !== undefined && rev !== record.rev)
    throw new Trouble("entry-changed", "the fields were chosen in another version");
  const item = itemOf(record, null);
  const isChosen = (field: Field, at: number): boolean => (chosen === null ? field.f !== "totp" : chosen.includes(at));
  return { kind: item.kind, from: "entry", title: item.title, fields: item.fields.filter(isChosen) };
}

function newId(): string {
  return b64u(randomBytes(16));
}
