/** State of the list: the rows of a shelf, or what a search on this device found; of which type, in which order, which are marked. */
import { useMemo, useState } from "react";
import { ofKind } from "../../entries/kindFilter.ts";
import type { KindFilter } from "../../entries/kindFilter.ts";
import { useListed, useSearch } from "../../entries/listing.ts";
import type { Search } from "../../entries/listing.ts";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { useScores } from "./useScores.ts";
import { onShelf } from "./model.ts";
import type { Shelf } from "./model.ts";
import { sorted } from "./sorting.ts";
import type { Order } from "./sorting.ts";

export interface EntriesList extends Search {
  /** How many lie on the shelf, whatever is searched for. */
  readonly count: number;
  readonly typed: string;
  onTyped: (typed: string) => void;
  readonly filter: KindFilter;
  onFilter: (filter: KindFilter) => void;
  readonly order: Order;
  onOrder: (order: Order) => void;
  /** Ids of rows of the list that the next act is for. */
  readonly marked: ReadonlySet<string>;
  onMark: (id: string) => void;
  onMarkAll: () => void;
  onClearMarks: () => void;
  /** How strong the passwords are, as far as it is known. */
  readonly scores: ReadonlyMap<string, Score>;
  /** Which rows are in the page: only theirs are judged. */
  onShown: (ids: readonly string[]) => void;
}

export interface ListOrder {
  readonly order: Order;
  onOrder: (order: Order) => void;
}

const NONE: ReadonlySet<string> = new Set();

function toggled(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function useEntries(shelf: Shelf, now: Date, { order, onOrder }: ListOrder): EntriesList {
  const [typed, setTyped] = useState("");
  const [filter, setFilter] = useState<KindFilter>("all");
  const [wanted, setMarked] = useState(NONE);
  const isTrash = shelf.list === "trash";
  const found = useSearch(typed, isTrash);
  const { data } = useListed();
  const lying = isTrash ? data?.trash : data?.rows;
  const count = useMemo(() => onShelf(lying ?? [], shelf, now).length, [lying, shelf, now]);
  const [shown, setShown] = useState<readonly string[]>([]);
  const rows = useMemo(
    () => sorted(ofKind(onShelf(found.rows, shelf, now), filter), order),
    [found.rows, shelf, now, filter, order],
  );
  const inPage = useMemo(() => {
    const ids = new Set(shown);
    return rows.filter(({ id }) => ids.has(id));
  }, [rows, shown]);
  const scores = useScores(inPage);
  // What went meanwhile, from another device as well, is not acted on.
  const marked = useMemo(() => new Set(rows.flatMap(({ id }) => (wanted.has(id) ? [id] : []))), [rows, wanted]);
  /** Nothing out of sight is acted on: another question begins without marks. */
  const unmarked =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      setMarked(NONE);
      set(value);
    };
  return {
    ...{ ...found, rows, count, typed, filter, order, onOrder, marked, scores },
    onTyped: unmarked(setTyped),
    onFilter: unmarked(setFilter),
    onMark: (id) => setMarked(toggled(marked, id)),
    onMarkAll: () => setMarked(new Set(rows.map(({ id }) => id))),
    onClearMarks: () => setMarked(NONE),
    onShown: setShown,
  };
}
