// What the page may ask the worker about saved entries, and what comes out.
//
// Lists hold no covered value, but for the last four digits of a card: a password, key, code or card number leaves the worker
// only by `entryValue`, `entryCode`, `entryCopies` and a plain export (importprotocol.ts), each time because a person asked
// for it. Every change waits in the worker until `pendingVault` was stored.
import type { Checkup, Score } from "../crypto/checkup.ts";
import type { DraftFiles, DraftItem, FileOpening, GeneratorSettings, VaultBody } from "./shapes.ts";

export type { Checkup };

/** `GET packs/{file}` */
export interface PackBody {
  readonly file: string;
  readonly ver: number;
  readonly sealed: string;
}

/** What `PUT vault` carries beside the vault. */
export interface PackWrites {
  readonly packs: PackBody[];
  readonly claim: string[];
  readonly release: string[];
}

/** `PUT vault`: the vault, and the packs of entries that it names. */
export interface VaultWrite extends VaultBody, Partial<PackWrites> {}

/** One line of the list. */
export interface EntryRow {
  readonly id: string;
  readonly rev: number;
  /** One that this version does not know is `other`. */
  readonly kind: string;
  readonly title: string;
  readonly username: string | null;
  readonly holder: string | null;
  /** Of a card, or of an account that is not covered, and only of a long number: it stays covered itself. */
  readonly lastDigits: string | null;
  readonly hosts: readonly string[];
  readonly tags: readonly string[];
  readonly folder: string | null;
  readonly isFavourite: boolean;
  /** `YYYY-MM-DD` */
  readonly expires: string | null;
  readonly changedAt: string;
  /** In the trash since then. */
  readonly trashedAt: string | null;
  /** The version that lost when two devices changed one entry at once. */
  readonly isCopy: boolean;
  readonly hasCode: boolean;
  readonly hasPassword: boolean;
  readonly files: number;
}

export interface EntryField {
  readonly f: string;
  /** Set for `custom` only. */
  readonly label: string | null;
  readonly isCovered: boolean;
  /** Null when it is covered: ask `entryValue`. */
  readonly value: string | null;
}

export interface EntryFacts extends EntryRow {
  readonly fields: readonly EntryField[];
  readonly attachments: readonly { readonly blob: string; readonly name: string; readonly size: number }[];
  /** Earlier versions, newest first. */
  readonly history: readonly { readonly rev: number; readonly changedAt: string; readonly title: string }[];
  /** Newest first. */
  readonly sent: readonly EntrySent[];
}

/** Where a copy of an entry went. */
export interface EntrySent {
  /** The message, or the link. */
  readonly mid: string;
  readonly at: string;
  readonly isLink: boolean;
  /** What was changed since: the password, or something else. */
  readonly before: "password" | "change" | null;
}

/** How hard the password of an entry is to guess. */
export interface EntryScore {
  readonly id: string;
  readonly rev: number;
  readonly score: Score;
}

/** How far a check-up is; `found` once every password was judged. */
export interface CheckupStep {
  readonly judged: number;
  readonly all: number;
  readonly found: Checkup | null;
}

/** A field as it is saved. `keep` takes the value of the field with this index in the entry as it was. */
export interface FieldDraft {
  readonly f: string;
  readonly label: string | null;
  readonly hide: boolean;
  readonly value: string | { readonly keep: number };
}

export interface EntryDraft {
  readonly kind: string;
  readonly title: string;
  readonly fields: readonly FieldDraft[];
}

/** Where an entry lies. What is left out stays as it is; null takes it away. */
export interface EntryPlace {
  readonly tags?: readonly string[] | null;
  readonly folder?: string | null;
  readonly isFavourite?: boolean;
  readonly expires?: string | null;
}

/** Into which folder an entry goes; null: into none. */
export interface EntryMove {
  readonly id: string;
  readonly folder: string | null;
}

/** One field of the form of a type (entries.md 8.3). `label` is stored for `custom` only. */
export interface FormField {
  readonly f: string;
  readonly label: string;
  /** May be added more than once. */
  readonly many: boolean;
  /** A text of several lines. */
  readonly lines: boolean;
  readonly hide: boolean;
  readonly isCovered: boolean;
}

export interface FormType {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly FormField[];
}

/** What of an entry goes into a message. */
export interface EntryChoice {
  readonly id: string;
  /** The rev in which `fields` were chosen. */
  readonly rev?: number;
  /** Indexes; null: all but the secrets of one-time codes. */
  readonly fields: readonly number[] | null;
}

/** Settings of the password generator, saved under a name. */
export interface GeneratorTemplate {
  readonly id: string;
  readonly title: string;
  readonly settings: GeneratorSettings;
}

export interface EntryVerbs {
  /** The types of entries, and the fields that their forms offer, in order. */
  entryTypes(): Promise<readonly FormType[]>;
  /** The packs to fetch, after those that this device kept were opened; empty: the list is complete. */
  entriesWanted(): Promise<readonly string[]>;
  /**
   * A pack from the server, null for a 404. `stale`: it does not belong to the vault; `takeVault` first, then ask
   * `entriesWanted` again. When the vault did not change either: `vault-rolled-back`.
   */
  takePack(file: string, pack: PackBody | null): Promise<"taken" | "stale">;
  /** By title; with a query those that hold every word of it in what is not covered, or in `lastDigits`. The trash is a list of its own. */
  listEntries(query: string | null, trash: boolean): Promise<readonly EntryRow[]>;
  entry(id: string): Promise<EntryFacts>;
  /** The value of one field of the entry, or of its version `rev`. */
  entryValue(id: string, field: number, rev: number | null): Promise<string>;
  /** How strong the passwords of these entries are; nothing of those that have none. A few at a time: each takes a while. */
  entryScores(ids: readonly string[]): Promise<readonly EntryScore[]>;
  /** A few more passwords of the check-up of all; asked again until `found` is there. What is judged stays known until the lock. */
  entryCheckup(): Promise<CheckupStep>;
  /** The fields of an earlier version. */
  entryVersion(id: string, rev: number): Promise<readonly EntryField[]>;
  /** The running one-time code of a `totp` field; null when its value is no secret of codes. */
  entryCode(
    id: string,
    field: number,
  ): Promise<{ readonly code: string; readonly secondsLeft: number; readonly period: number } | null>;
  /** New entries; gives their ids. */
  addEntries(drafts: readonly EntryDraft[], place: EntryPlace): Promise<readonly string[]>;
  /** Fails with `entry-changed` when the entry has another rev by now. Gives the new rev. */
  changeEntry(id: string, rev: number, draft: EntryDraft | null, place: EntryPlace): Promise<number>;
  /** Each into its folder, whatever their revs are; what lies there already stays as it is. */
  moveEntries(moves: readonly EntryMove[]): Promise<void>;
  trashEntries(ids: readonly string[]): Promise<void>;
  restoreEntries(ids: readonly string[]): Promise<void>;
  /** For good, with their files. */
  removeEntries(ids: readonly string[]): Promise<void>;
  /**
   * Files for an entry, each whole and under a sealing of its own, after those that it has; gives the new rev. `form`
   * when there would be more than 20. They are the vault's when it was saved.
   */
  addEntryFiles(id: string, sealed: readonly DraftFiles[]): Promise<number>;
  /** Take a file away, for good. Gives the new rev. */
  removeEntryFile(id: string, blob: string): Promise<number>;
  /** The server has these uploads no more (`blobs-not-ready`): no entry names them any longer, so that the rest is saved. */
  dropEntryFiles(blobs: readonly string[]): Promise<void>;
  /** Begin to open a file of an entry, as `beginOpening` does for one of a message. */
  beginEntryOpening(id: string, blob: string): Promise<FileOpening>;
  /** Items for a message. Never history. `entry-changed`: the fields were chosen in another rev. */
  entryCopies(choices: readonly EntryChoice[]): Promise<readonly DraftItem[]>;
  /** A message, or a link, with copies of these revs was taken by the server: each entry names it from now on. */
  noteCopies(
    copied: readonly { readonly id: string; readonly rev: number }[],
    mid: string,
    isLink: boolean,
  ): Promise<void>;
  /** Titles of entries that two devices changed at once, since this was last asked: both versions are kept. */
  entryCopiesMade(): Promise<readonly string[]>;
  /** The running code of a secret that stands in no entry, such as one in a message; null when it is no secret of codes. */
  secretCode(
    secret: string,
  ): Promise<{ readonly code: string; readonly secondsLeft: number; readonly period: number } | null>;
  /** By title. Those whose settings this version does not know are not among them. */
  generatorTemplates(): Promise<readonly GeneratorTemplate[]>;
  /** In place of the template of the same title; gives its id. `form`: not a title (a name of strings.md 2.3). */
  saveGeneratorTemplate(title: string, settings: GeneratorSettings): Promise<string>;
  /** `form`: not a title, or another template has it. */
  renameGeneratorTemplate(id: string, title: string): Promise<void>;
  removeGeneratorTemplate(id: string): Promise<void>;
}
