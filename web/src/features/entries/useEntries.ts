/** State of the list: the rows of a shelf, or what a search on this device found. */
import { useMemo, useState } from "react";
import { useSearch } from "../../entries/listing.ts";
import type { Search } from "../../entries/listing.ts";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { useScores } from "./useScores.ts";
import { onShelf } from "./model.ts";
import type { Shelf } from "./model.ts";

export interface EntriesList extends Search {
  readonly typed: string;
  onTyped: (typed: string) => void;
  /** How strong the passwords are, as far as it is known. */
  readonly scores: ReadonlyMap<string, Score>;
  /** Which rows are in the page: only theirs are judged. */
  onShown: (ids: readonly string[]) => void;
}

export function useEntries(shelf: Shelf, now: Date): EntriesList {
  const [typed, setTyped] = useState("");
  const found = useSearch(typed, shelf.list === "trash");
  const [shown, setShown] = useState<readonly string[]>([]);
  const rows = useMemo(() => onShelf(found.rows, shelf, now), [found.rows, shelf, now]);
  const inPage = useMemo(() => {
    const ids = new Set(shown);
    return rows.filter(({ id }) => ids.has(id));
  }, [rows, shown]);
  const scores = useScores(inPage);
  return { ...found, rows, typed, onTyped: setTyped, scores, onShown: setShown };
}
