// Saved entries, whose code is fetched after the first page is there, or when somebody first asks for them.
import type { Own } from "./door.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { EntryVerbs } from "./entryprotocol.ts";
import type { Files } from "./files.ts";

/** The entries of one unlocked account. Before the first question there is nothing that could wait to be saved. */
export class EntriesLater {
  readonly #make: () => Promise<EntryKeeper>;
  #keeper: EntryKeeper | null = null;

  constructor(make: () => Promise<EntryKeeper>) {
    this.#make = make;
  }

  /** Verbs run one after another, so two are never made. */
  async keeper(): Promise<EntryKeeper> {
    this.#keeper ??= await this.#make();
    return this.#keeper;
  }

  /** Whether changes wait that can be saved only after other packs were fetched. */
  get isWaiting(): boolean {
    return this.#keeper?.isWaiting ?? false;
  }
}

const NAMES: Readonly<Record<keyof EntryVerbs, true>> = {
  ...{ entryTypes: true, entriesWanted: true, takePack: true, listEntries: true, entry: true, entryValue: true },
  ...{ entryVersion: true, entryCode: true, addEntries: true, changeEntry: true, trashEntries: true },
  ...{ restoreEntries: true, removeEntries: true, entryCopies: true, entryCopiesMade: true },
  ...{ addEntryFiles: true, removeEntryFile: true, dropEntryFiles: true, beginEntryOpening: true },
  ...{ generatorTemplates: true, saveGeneratorTemplate: true, renameGeneratorTemplate: true },
  ...{ removeGeneratorTemplate: true, secretCode: true, entryScores: true, noteCopies: true },
  ...{ entryCheckup: true, moveEntries: true },
};

interface EntrySession {
  readonly entries: EntriesLater;
  readonly files: Files;
}

/** The verbs of entries over an unlocked account; `full` fails while there is none. */
export function entryVerbsLater(full: () => EntrySession, now: () => number): Own<EntryVerbs> {
  const verb =
    (name: keyof EntryVerbs) =>
    async (...args: unknown[]) => {
      const { entries, files } = full();
      const held = await entries.keeper();
      const { entryVerbs } = await import("./entries.ts");
      const verbs = entryVerbs(
        () => held,
        now,
        () => files,
      ) as unknown as Record<string, (...args: unknown[]) => unknown>;
      return verbs[name]?.(...args);
    };
  // One call stands for all: their names and shapes are those of the protocol.
  const names = Object.keys(NAMES) as (keyof EntryVerbs)[];
  return Object.fromEntries(names.map((name) => [name, verb(name)])) as unknown as Own<EntryVerbs>;
}
