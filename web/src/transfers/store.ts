/**
 * Where a file grows while it is opened: small ones in memory, large ones in the browser's private files, so that a
 * gigabyte takes no gigabyte of memory. Only a whole file leaves.
 *
 * What lies in the private files is deleted as soon as it was taken out, and the leftovers of a tab that died are swept.
 */
const IN_MEMORY_MOST = 32 * 1_048_576;
const FOLDER = "waxpost-opened";

export interface Store {
  append(plain: ArrayBuffer): Promise<void>;
  /** The whole file, at its end. */
  take(): Promise<Blob>;
  /** Forget everything; also after `take`, when the file has been used. */
  drop(): Promise<void>;
}

export async function storeFor(size: number): Promise<Store> {
  return size <= IN_MEMORY_MOST ? inMemory() : onDisk();
}

function inMemory(): Store {
  let pieces: Blob[] = [];
  return {
    append: (plain) => {
      pieces.push(new Blob([plain]));
      return Promise.resolve();
    },
    take: () => Promise.resolve(new Blob(pieces)),
    drop: () => {
      pieces = [];
      return Promise.resolve();
    },
  };
}

async function onDisk(): Promise<Store> {
  const letGo = holdShared();
  const folder = await opened();
  const name = crypto.randomUUID();
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  return {
    append: (plain) => writable.write(plain),
    take: async () => {
      await writable.close();
      return handle.getFile();
    },
    drop: async () => {
      await writable.abort().catch(() => undefined);
      await folder.removeEntry(name).catch(() => undefined);
      letGo();
    },
  };
}

/** Delete what tabs left behind that were closed in the middle. Does nothing while a tab is using its files. */
export async function sweepOpened(): Promise<void> {
  await navigator.locks.request(FOLDER, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
  });
}

/** As long as one tab holds it, no other tab sweeps. */
function holdShared(): () => void {
  let letGo = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  void navigator.locks.request(FOLDER, { mode: "shared" }, () => until);
  return letGo;
}

async function opened(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
}
