/** State of the entry picker: what is searched for, which entries are chosen, and which one is looked at. */
import { useState } from "react";
import type { AttachedItem, EntrySource } from "../../credentials/model.ts";
import { keyring } from "../../keys/keyring.ts";
import { useListed, useSearch } from "../listing.ts";
import type { Search } from "../listing.ts";
import { filtered } from "../kindFilter.ts";
import type { KindFilter } from "../kindFilter.ts";
import { foldersOf } from "../model.ts";
import type { EntryRow, Folder } from "../model.ts";
import { isChangedMeanwhile, isGone } from "../saving.ts";
import { copiesOf, renewed, toggled, toggledAll } from "./choosing.ts";
import type { Choices } from "./choosing.ts";

export interface PickerState {
  readonly search: Search;
  readonly rows: readonly EntryRow[];
  readonly folders: readonly Folder[];
  readonly typed: string;
  readonly filter: KindFilter;
  /** Empty: every folder. */
  readonly folder: string;
  readonly choices: Choices;
  /** The entry whose fields are shown. */
  readonly current: EntryRow | null;
  readonly isBusy: boolean;
  readonly trouble: string | null;
  onTyped: (typed: string) => void;
  setFilter: (filter: KindFilter) => void;
  setFolder: (folder: string) => void;
  look: (id: string) => void;
  /** Chooses or leaves one; what is chosen is looked at. */
  toggle: (row: EntryRow) => void;
  toggleAll: () => void;
  setFields: (source: EntrySource) => void;
  clear: () => void;
  add: () => void;
}

export function usePicker(onAdd: (attached: readonly AttachedItem[]) => void): PickerState {
  const [typed, onTyped] = useState("");
  const [filter, setFilter] = useState<KindFilter>("all");
  const [folder, setFolder] = useState("");
  const [choices, setChoices] = useState<Choices>(new Map());
  const [lookedAt, look] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const all = useListed().data?.rows ?? [];
  const search = useSearch(typed, false);
  const rows = filtered(search.rows, filter, folder);
  const add = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      onAdd(await copiesOf([...choices.values()]));
    } catch (problem) {
      if (isChangedMeanwhile(problem) || isGone(problem)) {
        setChoices(renewed(choices, await keyring().listEntries(null, false)));
        setTrouble("Some of these were changed or deleted meanwhile. Look at them again.");
      } else setTrouble("These could not be added. Try again.");
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ search, rows, folders: foldersOf(all), typed, onTyped, filter, setFilter, folder, setFolder, choices },
    ...{ isBusy, trouble, look },
    current: all.find(({ id }) => id === lookedAt) ?? null,
    toggle: (row) => {
      setChoices(toggled(choices, row));
      look(row.id);
    },
    toggleAll: () => setChoices(toggledAll(choices, rows)),
    setFields: (source) => setChoices(new Map(choices).set(source.id, source)),
    clear: () => setChoices(new Map()),
    add: () => void add(),
  };
}
