/**
 * The sealed parts of one file that wait for the server among the browser's private files, each until it has arrived. They
 * are sealed already, so they outlast the lock of the account as their upload does.
 */
import { FOLDER, holdShared, privateFolder } from "./privateFiles.ts";

/** A sealed part; a `File` among the private ones, or only a `Blob` where there are none. */
interface WaitingPart {
  readonly sealed: Blob;
  readonly digest: string;
}

export class WaitingParts {
  readonly #held = new Map<number, () => void>();
  #isDropped = false;

  /** Seal a part into the folder that `seal` is told: null where nothing can be kept but in memory. */
  async add<Part extends WaitingPart>(part: number, seal: (folder: string | null) => Promise<Part>): Promise<Part> {
    const letGo = await holdShared().catch(() => null);
    if (letGo === null) return seal(null);
    try {
      const made = await seal(FOLDER);
      this.#held.set(part, () => void forget(made.sealed).finally(letGo));
      if (this.#isDropped) this.arrived(part);
      return made;
    } catch (problem) {
      letGo();
      throw problem;
    }
  }

  /** The server has it. */
  arrived(part: number): void {
    this.#held.get(part)?.();
    this.#held.delete(part);
  }

  /** None of them is needed any more. */
  drop(): void {
    this.#isDropped = true;
    for (const part of [...this.#held.keys()]) this.arrived(part);
  }
}

async function forget(sealed: Blob): Promise<void> {
  if (sealed instanceof File) await (await privateFolder()).removeEntry(sealed.name).catch(() => undefined);
}
