/** State of one entry, and what can be done with it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { EntryFacts, EntryField } from "../../entries/model.ts";
import { ENTRIES_KEY, change, failureOf, isGone } from "../../entries/saving.ts";
import type { AskCode } from "../../items/useCode.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries } from "../../keys/vault.ts";
import { plural } from "../../lib/names.ts";
import { toast } from "../../ui/toasts/toasts.tsx";

export type ShownEntry =
  | { readonly state: "loading" | "gone" | "no-answer" | "refused" }
  | { readonly state: "ready"; readonly entry: EntryFacts };

/** What a view may ask about one entry. Covered values come one at a time. */
export interface EntryReading {
  read: (field: number, rev: number | null) => Promise<string>;
  version: (rev: number) => Promise<readonly EntryField[]>;
  /** The running code of a field. */
  code: (field: number) => ReturnType<AskCode>;
}

export function useEntry(id: string): ShownEntry & { retry: () => void } {
  const entry = useQuery({
    queryKey: [...ENTRIES_KEY, "one", id],
    queryFn: async () => {
      await fetchEntries();
      return keyring().entry(id);
    },
    gcTime: 0,
  });
  const retry = () => void entry.refetch();
  if (isGone(entry.error)) return { state: "gone", retry };
  if (entry.data !== undefined) return { state: "ready", entry: entry.data, retry };
  return { state: entry.error === null ? "loading" : failureOf(entry.error), retry };
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

export function useEntryActs(): EntryActs {
  const client = useQueryClient();
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change(client, work);
      return true;
    } catch {
      toast({ message: "This was not saved. Try again." });
      return false;
    }
  };
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
