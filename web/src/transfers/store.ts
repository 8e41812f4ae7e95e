/**
 * Where a file grows while it is opened: small ones in memory, large ones in the browser's private files, so that a
 * gigabyte takes no gigabyte of memory. Only a whole file leaves.
 *
 * What lies in the private files can be read by whoever gets at this computer. So it goes when it was used, with the lock
 * of the account, and when the tab closes; what a tab that died has left is swept by the next one that starts or locks.
 */
import { release } from "../lib/memory.ts";
import { holdShared, privateFolder, sweep } from "./privateFiles.ts";

const IN_MEMORY_MOST = { look: 32 * 1_048_576, save: 8 * 1_048_576 };

export interface Store {
  /** `plain` is empty afterwards. */
  append(plain: ArrayBuffer): Promise<void>;
  /** The whole file, at its end. */
  take(): Promise<Blob>;
  /** Forget everything; also after `take`, when the file has been used. */
  drop(): Promise<void>;
}

/** What this tab has opened and not forgotten yet. */
const held = new Set<() => Promise<void>>();

/**
 * For a file of so many bytes. What is only looked at stays in memory up to 32 MiB and never touches the disk; what is saved
 * on the computer anyway does so from one part on.
 */
export async function storeFor(size: number, use: "look" | "save"): Promise<Store> {
  if (size <= IN_MEMORY_MOST[use]) return inMemory();
  try {
    return await onDisk();
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "QuotaExceededError") throw problem;
    // A private window may have no private files.
    return inMemory();
  }
}

/** Call `forget` with the lock, unless it was called before: give back how to do that. */
export function forgottenAtLock(forget: () => Promise<void>): () => Promise<void> {
  const once = async () => {
    if (held.delete(once)) await forget();
  };
  held.add(once);
  return once;
}

/** Forget every file that was opened in this tab, and what tabs that died have left. Never throws. */
export async function forgetOpened(): Promise<void> {
  await Promise.all([...held].map((forget) => forget().catch(() => undefined)));
  await sweep().catch(() => undefined);
}

/** Start clean, and leave nothing when the tab closes. Once per tab. */
export function watchOpened(): void {
  void forgetOpened();
  addEventListener("pagehide", () => void forgetOpened());
}

export function inMemory(): Store {
  let pieces: Blob[] = [];
  return {
    append: (plain) => {
      pieces.push(new Blob([plain]));
      release(plain);
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
  const letGo = await holdShared();
  try {
    const folder = await privateFolder();
    const name = crypto.randomUUID();
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    const drop = forgottenAtLock(async () => {
      await writable.abort().catch(() => undefined);
      await folder.removeEntry(name).catch(() => undefined);
      letGo();
    });
    return {
      append: async (plain) => {
        await writable.write(plain);
        release(plain);
      },
      take: async () => {
        await writable.close();
        return handle.getFile();
      },
      drop,
    };
  } catch (problem) {
    letGo();
    throw problem;
  }
}
