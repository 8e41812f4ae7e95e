// Sealed parts that wait for the server as private files of the browser, so that memory holds none of them: a Blob of bytes
// stays until the browser collects what nobody uses, which may be never while a file of a gigabyte goes by.
import { release } from "../lib/memory.ts";
import type { SealedPart, StagedPart } from "./shapes.ts";

/** What only workers have; this folder is also compiled with the types of the page. */
interface Writable {
  createSyncAccessHandle(): Promise<{ write(bytes: Uint8Array): number; close(): void }>;
}

/** The part as a new file in this folder; in memory without one, and where the browser has no such files or no room. */
export async function staged({ sealed, digest }: SealedPart, folder: string | null): Promise<StagedPart> {
  const file = folder === null ? null : await written(new Uint8Array(sealed), folder).catch(() => null);
  const part = { sealed: file ?? new Blob([sealed]), digest };
  release(sealed);
  return part;
}

async function written(bytes: Uint8Array, folder: string): Promise<File> {
  const place = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  const name = crypto.randomUUID();
  const handle = await place.getFileHandle(name, { create: true });
  try {
    const access = await (handle as unknown as Writable).createSyncAccessHandle();
    try {
      if (access.write(bytes) !== bytes.length) throw new Error("not all of it was written");
    } finally {
      access.close();
    }
    return await handle.getFile();
  } catch (problem) {
    await place.removeEntry(name).catch(() => undefined);
    throw problem;
  }
}
