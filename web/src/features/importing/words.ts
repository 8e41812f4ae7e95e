/** What import and export say: programs, reasons, and what becomes of the rest. */
import { plural } from "../../lib/names.ts";
import type { ImportPreview, Remark, Source, Unreadability, Why } from "../../worker/importprotocol.ts";

export type { ImportPreview, Remark };

const SOURCES: Readonly<Record<Source, string>> = {
  ...{ waxpost: "Waxpost", "bitwarden-json": "Bitwarden", "bitwarden-csv": "Bitwarden", "chrome-csv": "Chrome" },
  ...{ "firefox-csv": "Firefox", "1password": "1Password", keepass: "KeePass" },
};

export function sourceName(source: Source): string {
  return SOURCES[source];
}

/** Whether whoever finds such a file can read it as it is. */
export function isOpenToAll(source: Source, wasLocked: boolean): boolean {
  return source !== "keepass" && !wasLocked;
}

const UNREADABLE: Readonly<Record<Unreadability, string>> = {
  empty: "This file is empty.",
  "too-large": "This file is too large. A file may have 64 MB, and 32 MB of text. Export it without attached files.",
  "not-text":
    "This file is no export, or not written in UTF-8. Export it again, and do not open it in a table program.",
  "not-known": "Waxpost does not know this kind of file. Choose one of the exports named below.",
  "not-known-zip": "This zip file is no export of 1Password. Choose the file that ends in .1pux.",
  damaged: "This file is damaged or not complete. Export it again.",
  "too-many": "There are more than 10,000 entries in this file. Export them in several files.",
  "nothing-in-it": "There are no entries in this file.",
  "bitwarden-locked":
    "This export of Bitwarden is locked with a password. Export it again and choose .json, without a password.",
  "keepass-old":
    "This is a database of KeePass 1. Open it in KeePass 2 or KeePassXC, save it there, and choose that file.",
  "too-dear":
    "Opening this database takes more memory or time than a browser has. Make its key derivation lighter in KeePass and save it again.",
  "too-slow": "Reading this file took too long. It may be damaged, or made to do so.",
  newer: "This export comes from a later version of Waxpost. Ask for an update of this one.",
};

export function unreadableSentence(reason: Unreadability): string {
  return UNREADABLE[reason];
}

const WHY: Readonly<Record<Why, (count: number) => string>> = {
  trashed: () => "It is in the trash there.",
  columns: () => "This row has more or fewer columns than the first one.",
  empty: () => "There is nothing in it.",
  "too-long": () => "It is longer than 255 KiB. Put the long text into a file.",
  "not-an-entry": () => "Waxpost has no entry of this kind.",
  "browser-account": () => "This is the browser's own account.",
  document: () => "It is a file and not an entry.",
  files: (count) => plural(count, "attached file", "attached files"),
  passkey: (count) => `${plural(count, "passkey", "passkeys")}: ${count === 1 ? "it works" : "they work"} only there`,
  "earlier-passwords": (count) => plural(count, "earlier password", "earlier passwords"),
  collections: (count) => `${plural(count, "other collection", "other collections")}: an entry lies in one folder`,
  links: (count) => plural(count, "field that only points to another", "fields that only point to others"),
  references: (count) =>
    `${plural(count, "field", "fields")} with a reference to another entry that was not found: it is taken as text`,
  "long-value": (count) => `${plural(count, "field", "fields")} longer than 64 KiB`,
  "many-fields": (count) => `${plural(count, "field", "fields")} after the first 50`,
  "name-cut": () => "the end of a title longer than 1,000 characters",
  "folder-cut": () => "a part of the folder's name, which is too long or too deep",
  "tags-cut": () => "tags after the first 20",
};

/** Why it is not taken, or what of it is not. */
export function whyWords({ why, count }: Remark): string {
  return WHY[why](count);
}

/** "Row 4: Grafana", or "Entry 4" where there is no table. */
export function placeWords({ row, title }: Remark, source: Source): string {
  const place = source.endsWith("-csv") ? `Row ${row}` : `Entry ${row}`;
  return title === "" ? place : `${place}: ${title}`;
}

/** What *Import* is going to take. */
export function wantedCount({ count, duplicates }: ImportPreview, withDuplicates: boolean): number {
  return withDuplicates ? count : count - duplicates.count;
}
