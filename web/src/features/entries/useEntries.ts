/** State of the list: the rows of a shelf, or what a search on this device found. */
import { useState } from "react";
import { useSearch } from "../../entries/listing.ts";
import type { Search } from "../../entries/listing.ts";
import { onShelf } from "./model.ts";
import type { Shelf } from "./model.ts";

export interface EntriesList extends Search {
  readonly typed: string;
  onTyped: (typed: string) => void;
}

export function useEntries(shelf: Shelf, now: Date): EntriesList {
  const [typed, setTyped] = useState("");
  const found = useSearch(typed, shelf.list === "trash");
  return { ...found, rows: onShelf(found.rows, shelf, now), typed, onTyped: setTyped };
}
