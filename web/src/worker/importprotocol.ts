// What the page may ask the worker to bring in and to carry out: files of other programs, and the export of entries.
//
// What comes out of reading a file holds no covered value. The one answer that does is the plain export, and it needs the
// password of the account.
import type { Remark, Source, Unreadability } from "../importing/found.ts";

export type { Remark, Source, Unreadability, Why } from "../importing/found.ts";

/** Some of a list, and how many there are. */
export interface Some<Value> {
  readonly count: number;
  readonly first: readonly Value[];
}

export interface ImportPreview {
  readonly source: Source;
  /** Entries that can be taken, duplicates among them. */
  readonly count: number;
  readonly kinds: readonly { readonly name: string; readonly count: number }[];
  readonly folders: readonly { readonly name: string; readonly count: number }[];
  /** Not taken at all. */
  readonly leftOut: Some<Remark>;
  /** Taken, but for something. */
  readonly remarks: Some<Remark>;
  /** Titles of those that are saved already. */
  readonly duplicates: Some<string>;
}

export type ImportAnswer =
  | { readonly state: "reading" }
  | { readonly state: "locked"; readonly by: "keepass" | "waxpost"; readonly isWrong: boolean }
  | { readonly state: "unreadable"; readonly reason: Unreadability }
  | { readonly state: "found"; readonly preview: ImportPreview };

/** Verbs whose code is fetched with the first of them. */
export interface CarryVerbs {
  /**
   * Begin to read a file of another program; `done` is called when `importAnswer` has something else to say than `reading`.
   * `password` is null before anybody was asked. The buffers are handed over.
   */
  readImport(
    file: ArrayBuffer,
    password: string | null,
    keyFile: ArrayBuffer | null,
    done: (done: number, all: number) => void,
  ): Promise<void>;
  importAnswer(): Promise<ImportAnswer>;
  /** The next step of what was read waits to be saved with `pendingVault`; `taken` of `all` do, or did, by now. */
  takeImport(withDuplicates: boolean): Promise<{ readonly taken: number; readonly all: number }>;
  /** Forget what was read. */
  dropImport(): Promise<void>;
  /** entries.json in an age file under the passphrase (entries.md 8.5). */
  exportSealed(passphrase: string): Promise<Uint8Array>;
  /** entries.json as it is. `slot` is `slot_password` of `GET credentials`; `wrong-key` for another password. */
  exportPlain(password: string, slot: string): Promise<Uint8Array>;
}

/** One door for all of them: they are rarely asked, and nobody should wait for their code at the start. */
export interface CarryingVerbs {
  carry<Name extends keyof CarryVerbs>(verb: Name, ...args: Parameters<CarryVerbs[Name]>): ReturnType<CarryVerbs[Name]>;
}
