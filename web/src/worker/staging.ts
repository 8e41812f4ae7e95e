// Sealed parts that wait for the server as private files of the browser, so that memory holds none of them: a Blob of bytes
// stays until the browser collects what nobody uses, which may be never while a file of a gigabyte goes by.
import type { PartFile, StagedPart } from "./shapes.ts";

/** The ciphertext of a part, in memory that the next part takes; `digest` is SHA-256 in base64. */
export interface SealedPart {
  readonly sealed: Uint8Array<ArrayBuffer>;
  readonly digest: string;
}

/** What only workers have; this folder is also compiled with the types of the page. */
interface Writable {
  createSyncAccessHandle(): Promise<Access>;
}
interface Access {
  write(bytes: Uint8Array, options: { at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  close(): void;
}

/** The part in this file, over what lay in it; in memory without one, and where the browser has no such files or no room. */
export async function staged({ sealed, digest }: SealedPart, file: PartFile | null): Promise<StagedPart> {
  const written = file === null ? null : await writtenTo(file, sealed).catch(() => null);
  return { sealed: written ?? new Blob([sealed]), digest };
}

async function writtenTo({ folder, name }: PartFile, bytes: Uint8Array): Promise<File> {
  const place = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  const handle = await place.getFileHandle(name, { create: true });
  try {
    const access = await (handle as unknown as Writable).createSyncAccessHandle();
    try {
      if (access.write(bytes, { at: 0 }) !== bytes.length) throw new Error("not all of it was written");
      if (access.getSize() !== bytes.length) access.truncate(bytes.length);
    } finally {
      access.close();
    }
    return await handle.getFile();
  } catch (problem) {
    await place.removeEntry(name).catch(() => undefined);
    throw problem;
  }
}
