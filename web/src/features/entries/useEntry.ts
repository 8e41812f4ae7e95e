/** What can be asked about one entry, and done with it. */
import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import type { EntryFacts, EntryField } from "../../entries/model.ts";
import { change } from "../../entries/saving.ts";
import type { AskCode } from "../../items/useCode.ts";
import { keyring } from "../../keys/keyring.ts";
import { plural } from "../../lib/names.ts";
import { toast } from "../../ui/toasts/toasts.tsx";

/** What a view may ask about one entry. Covered values come one at a time. */
export interface EntryReading {
  read: (field: number, rev: number | null) => Promise<string>;
  version: (rev: number) => Promise<readonly EntryField[]>;
  /** The running code of a field. */
  code: (field: number) => ReturnType<AskCode>;
}

export function entryReading(id: string): EntryReading {
  return {
    read: (field, rev) => keyring().entryValue(id, field, rev),
    version: (rev) => keyring().entryVersion(id, rev),
    code: (field) => keyring().entryCode(id, field),
  };
}

export interface EntryActs {
  favour: (entry: EntryFacts) => void;
  trash: (ids: readonly string[]) => void;
  restore: (ids: readonly string[]) => void;
  /** For good. */
  remove: (ids: readonly string[]) => Promise<void>;
}

/** Whether a change was saved; that it was not is said. */
export async function saved(client: QueryClient, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await change(client, work);
    return true;
  } catch {
    toast({ message: "This was not saved. Try again." });
    return false;
  }
}

export function useEntryActs(): EntryActs {
  const client = useQueryClient();
  const act = (work: () => Promise<unknown>) => saved(client, work);
  const restore = async (ids: readonly string[]) => act(() => keyring().restoreEntries(ids));
  return {
    favour: ({ id, rev, isFavourite }) =>
      void act(() => keyring().changeEntry(id, rev, null, { isFavourite: !isFavourite })),
    trash: (ids) =>
      void act(() => keyring().trashEntries(ids)).then((isDone) => {
        if (!isDone) return;
        const action = { label: "Undo", run: () => void restore(ids) };
        toast({ message: `${plural(ids.length, "entry", "entries")} moved to the trash`, action, stays: 10_000 });
      }),
    restore: (ids) =>
      void restore(ids).then((isDone) => {
        if (isDone) toast({ message: `${plural(ids.length, "entry", "entries")} restored` });
      }),
    remove: async (ids) => {
      await act(() => keyring().removeEntries(ids));
    },
  };
}
