// What reading a file of another program gives: entries to take, and what was not taken, each with its reason.
//
// Values are those of the file, letter by letter. Titles may be shown before anything is saved; values may not.
import type { SavedRecord } from "../crypto/records.ts";

/** A file is at most so long, and so is the text in it after unpacking. */
export const FILE_MOST = 64 * 1024 * 1024;
export const TEXT_MOST = 32 * 1024 * 1024;
/** Entries that one file may hold. */
export const ROWS_MOST = 10_000;

/** A record of entries.md 8.1 before it has an id, a rev and a time. */
export type Imported = Pick<SavedRecord, "item" | "tags" | "folder" | "fav" | "exp">;

/** Programs whose files are known. */
export type Source =
  "waxpost" | "bitwarden-json" | "bitwarden-csv" | "chrome-csv" | "firefox-csv" | "1password" | "keepass";

/** Why an entry is not taken, or what of it is not. */
export type Why =
  | "trashed"
  | "columns"
  | "empty"
  | "too-long"
  | "not-an-entry"
  | "browser-account"
  | "document"
  | "files"
  | "passkey"
  | "earlier-passwords"
  | "collections"
  | "links"
  | "references"
  | "long-value"
  | "many-fields"
  | "name-cut"
  | "folder-cut"
  | "tags-cut";

export interface Remark {
  /** The place in the file, from 1: a row of a table (the first one names the columns), or the n-th entry. */
  readonly row: number;
  readonly title: string;
  readonly why: Why;
  /** How many, where that says more: files, earlier passwords, fields. */
  readonly count: number;
}

export interface Found {
  readonly source: Source;
  readonly entries: readonly Imported[];
  /** Entries that are not taken. */
  readonly leftOut: readonly Remark[];
  /** What is not taken of entries that are. */
  readonly remarks: readonly Remark[];
}

/** Why a file cannot be read at all. */
export type Unreadability =
  | "empty"
  | "too-large"
  | "not-text"
  | "not-known"
  | "not-known-zip"
  | "damaged"
  | "too-many"
  | "nothing-in-it"
  | "bitwarden-locked"
  | "keepass-old"
  | "too-dear"
  | "too-slow"
  | "newer";

export class Unreadable extends Error {
  readonly reason: Unreadability;

  constructor(reason: Unreadability) {
    super(reason);
    this.name = "Unreadable";
    this.reason = reason;
  }
}

/** Thrown when a file is locked: with nothing given yet, or with something that does not open it. */
export class Locked extends Error {
  readonly by: "keepass" | "waxpost";
  readonly isWrong: boolean;

  constructor(by: "keepass" | "waxpost", isWrong: boolean) {
    super(`locked by ${by}`);
    this.name = "Locked";
    this.by = by;
    this.isWrong = isWrong;
  }
}
