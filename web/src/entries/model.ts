/** Saved entries wherever they are shown: rows, folders, and what kinds and fields are called. */
import { fieldName, kindName } from "../items/itemWords.ts";
import type { EntryFacts, EntryField, EntryRow, EntrySent, FormType } from "../worker/entryprotocol.ts";
import { daysInLine } from "./days.ts";

export type { EntryFacts, EntryField, EntryRow, EntrySent, FormType };

/** Where received things are put when nothing else is chosen. */
export const RECEIVED = "Received";

/** A folder holds what lies in its own folders as well. */
export function liesIn(row: EntryRow, folder: string): boolean {
  return row.folder === folder || row.folder?.startsWith(`${folder}/`) === true;
}

export interface Folder {
  readonly name: string;
  readonly count: number;
}

/** By the names in them one after another, so that what lies in a folder comes right after it. */
function byNames(a: string, b: string): number {
  const [mine, others] = [a.split("/"), b.split("/")];
  const at = mine.findIndex((name, index) => name !== others[index]);
  if (at === -1) return mine.length - others.length;
  const [name, other] = [mine[at], others[at]];
  return other === undefined ? 1 : (name?.localeCompare(other) ?? 0);
}

/** Every folder that something lies in, with the folders above it, by name. */
export function foldersOf(rows: readonly EntryRow[]): readonly Folder[] {
  const names = new Set(
    rows.flatMap(({ folder }) => {
      const parts = folder?.split("/") ?? [];
      return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
    }),
  );
  return [...names].sort(byNames).map((name) => ({ name, count: rows.filter((row) => liesIn(row, name)).length }));
}

export function tagsOf(rows: readonly EntryRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
}

/** The kinds that are known by their day before anything else: passports and certificates have to be renewed. */
const BY_DAY: readonly string[] = ["identity", "certificate"];

/** Whether the second line of its row tells the day of an entry. */
export function tellsDay({ kind, expires }: Pick<EntryRow, "kind" | "expires">): boolean {
  return expires !== null && BY_DAY.includes(kind);
}

function detailOf(row: EntryRow, now: Date): string | undefined {
  const { kind, username, holder, lastDigits, expires, hosts } = row;
  const [host = ""] = hosts;
  if (lastDigits !== null) return `ends in ${lastDigits}`;
  if (expires !== null && tellsDay(row)) return daysInLine(expires, now);
  if (kind === "ssh-key" && username !== null && username !== "" && host !== "") return `${username}@${host}`;
  return [username, host, holder].find((detail) => detail !== null && detail !== "") ?? undefined;
}

/** The second line of a row: "Login · evoss", "SSH key · elin@bastion", "Card · ends in 4821", "Certificate · 88 days left". */
export function rowLine(row: EntryRow, now: Date = new Date()): string {
  const detail = detailOf(row, now);
  return detail === undefined ? kindName(row.kind) : `${kindName(row.kind)} · ${detail}`;
}

/** What a field is called: as the form of its type says, else as everywhere. */
export function nameIn(
  type: FormType | undefined,
  field: { readonly f: string; readonly label: string | null },
): string {
  const known = type?.fields.find(({ f }) => f === field.f);
  return field.label ?? known?.label ?? fieldName(field);
}

/** Names of a folder and of its folders within: no empty ones, no blanks around them. */
export function cleanFolder(folder: string): string {
  return folder
    .split("/")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .join("/");
}

const MOST_FOLDERS = 8;
const FOLDER_BYTES = 200;

/** Whether a folder is no folder because it is too long, or too deep. */
export function isTooLong(folder: string): boolean {
  return folder.split("/").length > MOST_FOLDERS || new TextEncoder().encode(folder).length > FOLDER_BYTES;
}

export const TOO_LONG = "Choose a shorter folder, with at most 8 names";
