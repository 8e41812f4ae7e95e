/**
 * Private files of parts that have arrived, kept for the next upload of this tab: what the browser has room for already takes
 * half the time of what it makes room for. They hold what was sealed. They go with the lock of the account and when the tab
 * closes, like all that the transfers of a tab leave.
 */
import { holdShared, privateFolder } from "./privateFiles.ts";
import { forgottenAtLock } from "./store.ts";

/** As many as one upload uses at a time. */
const MOST = 4;

export class SpareFiles {
  readonly #names: string[] = [];
  /** Lets other tabs sweep; null until there are files that they must not. */
  #letGo: (() => void) | null = null;
  #isOver = false;

  /** One of them, for whoever holds the folder. */
  take(): string | undefined {
    return this.#names.pop();
  }

  /** Nobody needs these any more. Whoever gives them holds the folder until this has ended. */
  async give(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const isHeld = this.#hold(await holdShared().catch(() => null));
    const kept = isHeld ? names.slice(0, MOST - this.#names.length) : [];
    this.#names.push(...kept);
    await forget(names.slice(kept.length));
  }

  /** Whatever is given from now on goes at once. */
  async end(): Promise<void> {
    this.#isOver = true;
    await forget(this.#names.splice(0));
    this.#letGo?.();
  }

  /** Whether the folder is held, from the first time on until the lock. */
  #hold(letGo: (() => void) | null): boolean {
    if (this.#isOver || this.#letGo !== null) letGo?.();
    else this.#letGo = letGo;
    return this.#letGo !== null && !this.#isOver;
  }
}

async function forget(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const folder = await privateFolder().catch(() => null);
  for (const name of names) await folder?.removeEntry(name).catch(() => undefined);
}

let ours: SpareFiles | null = null;

/** Those of this tab, until the lock: whoever began before it keeps none afterwards. */
export function spareFiles(): SpareFiles {
  if (ours !== null) return ours;
  const begun = new SpareFiles();
  ours = begun;
  forgottenAtLock(() => {
    ours = null;
    return begun.end();
  });
  return begun;
}
