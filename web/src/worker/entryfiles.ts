// Files of saved entries: each is sealed to an identity of its own, which lies in the entry (entries.md 8.1).
import { checkManifest, checkManifestForm } from "../crypto/attachment.ts";
import type { EntryFile, SavedRecord } from "../crypto/records.ts";
import type { Files } from "./files.ts";
import { Trouble } from "./problems.ts";
import type { DraftFiles, FileOpening } from "./shapes.ts";

export const ENTRY_FILES_MOST = 20;

/** The files of the entry and those whose parts were all sealed, one under each sealing. */
export function withAdded(record: SavedRecord, files: Files, sealed: readonly DraftFiles[]): EntryFile[] {
  const added = sealed.map((one): EntryFile => {
    const { messageKey, att, blobs } = files.take(one);
    const [manifest, blob] = [att[0], blobs[0]];
    if (manifest === undefined || blob === undefined || blobs.length > 1)
      throw new Trouble("form", "every file of an entry has a key of its own");
    return { blob, mk: messageKey, att: manifest };
  });
  const held = record.files ?? [];
  if (held.length + added.length > ENTRY_FILES_MOST) throw new Trouble("form", "an entry has 20 files at most");
  return [...held, ...added];
}

/** The files of the entry but for these. */
export function withoutFiles(record: SavedRecord, blobs: readonly string[]): EntryFile[] {
  return (record.files ?? []).filter(({ blob }) => !blobs.includes(blob));
}

/** Begin to open a file of the entry. Refuses with `attachment` a manifest that no file can have. */
export function beginOpening(record: SavedRecord, files: Files, blob: string): FileOpening {
  const file = record.files?.find((one) => one.blob === blob);
  if (file === undefined) throw new Trouble("entry-not-found", "there is no such file");
  const manifest = checkManifestForm(file.att);
  checkManifest(manifest, 0);
  return files.open(manifest, file.mk, blob);
}
