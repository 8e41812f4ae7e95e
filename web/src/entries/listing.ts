/** What every page of saved entries begins with: all of them, what a search finds, one of them, and the table of types. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keyring } from "../keys/keyring.ts";
import type { EntryFacts, EntryRow, FormType } from "./model.ts";
import { ENTRIES_KEY, failureOf, isGone, latestOrHeld, listAll } from "./saving.ts";

const PAUSE_MS = 80;
/** The worker answers without a line, too: nothing waits for one. */
const networkMode = "always";

/** Every entry and the trash; the same for everybody who asks. */
export function useListed(enabled = true) {
  return useQuery({ queryKey: [...ENTRIES_KEY, "all"], queryFn: listAll, enabled, networkMode });
}

export interface Search {
  readonly state: "loading" | "ready" | "no-answer" | "refused";
  readonly rows: readonly EntryRow[];
  /** Whether `rows` are what a search found. */
  readonly isSearch: boolean;
  onRetry: () => void;
}

/** What a search on this device finds; everything while nothing is typed. */
export function useSearch(typed: string, isTrash: boolean): Search {
  const [question] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const listed = useListed();
  const isSearch = question !== "" && typed.trim() !== "";
  const found = useQuery({
    queryKey: [...ENTRIES_KEY, "found", question, isTrash],
    queryFn: () => keyring().listEntries(question, isTrash),
    enabled: isSearch && listed.isSuccess,
    placeholderData: keepPreviousData,
    networkMode,
    gcTime: 0,
  });
  const all = listed.data === undefined ? [] : isTrash ? listed.data.trash : listed.data.rows;
  const isWaiting = listed.isPending || (isSearch && found.isPending);
  const problem = listed.data === undefined ? listed.error : null;
  return {
    state: problem !== null ? failureOf(problem) : isWaiting ? "loading" : "ready",
    rows: isSearch ? (found.data ?? []) : all,
    isSearch,
    onRetry: () => void listed.refetch(),
  };
}

export type ShownEntry =
  | { readonly state: "loading" | "gone" | "no-answer" | "refused" }
  | { readonly state: "ready"; readonly entry: EntryFacts };

/** One entry, without what is covered. */
export function useEntry(id: string): ShownEntry & { retry: () => void } {
  const entry = useQuery({
    queryKey: [...ENTRIES_KEY, "one", id],
    queryFn: () => latestOrHeld(() => keyring().entry(id)),
    networkMode,
    gcTime: 0,
  });
  const retry = () => void entry.refetch();
  if (isGone(entry.error)) return { state: "gone", retry };
  if (entry.data !== undefined) return { state: "ready", entry: entry.data, retry };
  return { state: entry.error === null ? "loading" : failureOf(entry.error), retry };
}

/** The table of types: empty until it is there. */
export function useTypes(): readonly FormType[] {
  const types = useQuery({
    queryKey: [...ENTRIES_KEY, "types"],
    queryFn: () => keyring().entryTypes(),
    networkMode,
    gcTime: Infinity,
  });
  return types.data ?? [];
}
