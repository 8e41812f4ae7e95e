/** The credentials and copies of entries of the message being written: added, edited, removed. */
import { useState } from "react";
import type { DraftItem } from "./model.ts";

export interface ItemsState {
  /** What the open dialog is about: an item being edited, or null for new credentials; undefined while it is closed. */
  readonly editing: DraftItem | null | undefined;
  add: () => void;
  edit: (index: number) => void;
  remove: (index: number) => void;
  /** Takes what the dialog made, and closes it. */
  take: (item: DraftItem) => void;
  close: () => void;
}

/** More do not fit into one message (envelope.md 6.1). */
export const ITEMS_MOST = 50;

export function useItems(items: readonly DraftItem[], change: (items: readonly DraftItem[]) => void): ItemsState {
  const [at, setAt] = useState<number | null | undefined>(undefined);
  const close = () => setAt(undefined);
  return {
    editing: at === null || at === undefined ? at : (items[at] ?? null),
    add: () => setAt(null),
    edit: setAt,
    remove: (index) => change(items.filter((_, other) => other !== index)),
    take: (item) => {
      change(typeof at === "number" ? items.with(at, item) : [...items, item]);
      close();
    },
    close,
  };
}
