/** State of the list: the rows of a shelf, or what a search on this device found. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListed } from "../../entries/listing.ts";
import type { EntryRow } from "../../entries/model.ts";
import { ENTRIES_KEY, failureOf } from "../../entries/saving.ts";
import { keyring } from "../../keys/keyring.ts";
import { onShelf } from "./model.ts";
import type { Shelf } from "./model.ts";

const PAUSE_MS = 80;

export interface EntriesList {
  readonly state: "loading" | "ready" | "no-answer" | "refused";
  readonly rows: readonly EntryRow[];
  readonly typed: string;
  /** Whether `rows` are what a search found. */
  readonly isSearch: boolean;
  onTyped: (typed: string) => void;
  onRetry: () => void;
}

export function useEntries(shelf: Shelf, now: Date): EntriesList {
  const [typed, setTyped] = useState("");
  const [question] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const listed = useListed();
  const isTrash = shelf.list === "trash";
  const isSearch = question !== "" && typed.trim() !== "";
  const found = useQuery({
    queryKey: [...ENTRIES_KEY, "found", question, isTrash],
    queryFn: () => keyring().listEntries(question, isTrash),
    enabled: isSearch && listed.isSuccess,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const all = listed.data === undefined ? [] : isTrash ? listed.data.trash : listed.data.rows;
  const isWaiting = listed.isPending || (isSearch && found.isPending);
  const problem = listed.data === undefined ? listed.error : null;
  return {
    state: problem !== null ? failureOf(problem) : isWaiting ? "loading" : "ready",
    rows: onShelf(isSearch ? (found.data ?? []) : all, shelf, now),
    ...{ typed, isSearch, onTyped: setTyped },
    onRetry: () => void listed.refetch(),
  };
}
