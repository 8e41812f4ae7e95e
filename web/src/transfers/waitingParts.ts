/**
 * The sealed parts of one file that wait for the server among the browser's private files, each until it has arrived. They
 * are sealed already, so they outlast the lock of the account as their upload does. A part is written over one that has
 * arrived, of this upload or of one before.
 */
import type { PartFile } from "../worker/shapes.ts";
import { FOLDER, holdShared } from "./privateFiles.ts";
import { spareFiles } from "./spareFiles.ts";

export class WaitingParts {
  /** Names of files, by the parts that lie in them. */
  readonly #waiting = new Map<number, string>();
  readonly #free: string[] = [];
  readonly #spare = spareFiles();
  #held: Promise<(() => void) | null> | null = null;
  #sealing = 0;
  #isDropped = false;

  /** Seal a part into the file that `seal` is told: null where nothing can be kept but in memory. */
  async add<Part>(part: number, seal: (file: PartFile | null) => Promise<Part>): Promise<Part> {
    this.#sealing += 1;
    let name: string | null = null;
    try {
      this.#held ??= holdShared().catch(() => null);
      if ((await this.#held) === null) return await seal(null);
      name = this.#free.pop() ?? this.#spare.take() ?? crypto.randomUUID();
      const made = await seal({ folder: FOLDER, name });
      this.#waiting.set(part, name);
      return made;
    } catch (problem) {
      if (name !== null) this.#free.push(name);
      throw problem;
    } finally {
      this.#sealing -= 1;
      if (this.#isDropped) this.drop();
    }
  }

  /** The server has it. */
  arrived(part: number): void {
    const name = this.#waiting.get(part);
    if (name !== undefined && this.#waiting.delete(part)) this.#free.push(name);
  }

  /** None of them is needed any more. */
  drop(): void {
    this.#isDropped = true;
    // The file of the part that is being sealed goes after that.
    if (this.#sealing > 0) return;
    const names = [...this.#free.splice(0), ...this.#waiting.values()];
    this.#waiting.clear();
    const held = this.#held;
    this.#held = null;
    void held?.then((letGo) => this.#spare.give(names).finally(() => letGo?.()));
  }
}
