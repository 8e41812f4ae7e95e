/** Which entries, and which of their fields, go into a message. */
import type { AttachedItem, EntrySource } from "../../credentials/model.ts";
import { keyring } from "../../keys/keyring.ts";
import type { EntryFacts, EntryField, EntryRow } from "../model.ts";

/** By the id of an entry, in the order of choosing. */
export type Choices = ReadonlyMap<string, EntrySource>;

/** The whole entry, without the secrets of one-time codes. */
export function sourceOf({ id, rev }: EntryRow): EntrySource {
  return { id, rev, fields: null };
}

export function toggled(choices: Choices, row: EntryRow): Choices {
  const next = new Map(choices);
  if (!next.delete(row.id)) next.set(row.id, sourceOf(row));
  return next;
}

/** All of these are chosen, or, when they were already, none of them. */
export function toggledAll(choices: Choices, rows: readonly EntryRow[]): Choices {
  const next = new Map(choices);
  const areAll = rows.every(({ id }) => next.has(id));
  for (const row of rows) {
    if (areAll) next.delete(row.id);
    else if (!next.has(row.id)) next.set(row.id, sourceOf(row));
  }
  return next;
}

/** The secret of one-time codes goes only when somebody ticks it. */
export function isTicked(fields: readonly number[] | null, { f }: EntryField, at: number): boolean {
  return fields === null ? f !== "totp" : fields.includes(at);
}

export function ticked(entry: EntryFacts, fields: readonly number[] | null, at: number): readonly number[] {
  return entry.fields.flatMap((field, index) => (isTicked(fields, field, index) !== (index === at) ? [index] : []));
}

/** What stands beside the name of a field: never what is covered. */
export function previewOf({ value }: EntryField): string {
  if (value === null) return "••••••••";
  const lines = value.trimEnd().split("\n").length;
  return lines > 1 ? `${lines} lines` : value;
}

/** The same entries as they are now; what was ticked in a version before does not count any more. */
export function renewed(choices: Choices, rows: readonly EntryRow[]): Choices {
  const kept = [...choices.values()].flatMap((source) => {
    const row = rows.find(({ id }) => id === source.id);
    if (row === undefined) return [];
    return [row.rev === source.rev ? source : sourceOf(row)];
  });
  return new Map(kept.map((source) => [source.id, source]));
}

/**
 * The copies, as they are at this moment: without history, files, folder, tags. Fails with `entry-changed` when fields
 * were ticked in another rev, `entry-not-found` when an entry is gone.
 */
export async function copiesOf(sources: readonly EntrySource[]): Promise<readonly AttachedItem[]> {
  const items = await keyring().entryCopies(sources);
  return items.flatMap((item, at) => {
    const source = sources[at];
    return source === undefined ? [] : [{ item, keep: false, source }];
  });
}
