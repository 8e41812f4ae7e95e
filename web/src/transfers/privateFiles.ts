/**
 * The folder of the browser's private files where transfers keep what is too long for memory. Whoever uses a file of it holds
 * the lock of the folder, shared; so what a tab that died has left can be told from what is still used, and swept.
 */
export const FOLDER = "waxpost-files";

/** Ends when no tab sweeps; from then on none does until what it gives back was called. */
export function holdShared(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const hold = () => new Promise<void>((letGo) => resolve(letGo));
    navigator.locks.request(FOLDER, { mode: "shared" }, hold).catch(reject);
  });
}

export async function privateFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}

/** Does nothing while a tab is using its files. */
export async function sweep(): Promise<void> {
  await navigator.locks.request(FOLDER, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true });
  });
}
