/** The credentials and copies of entries of the message being written: added, edited, removed. */
import { useState } from "react";
import type { AttachedItem, EntrySource } from "./model.ts";

/** Which dialog is open, and for what. */
export type ItemsDialog =
  /** null for new credentials. */
  | { readonly kind: "credentials"; readonly attached: AttachedItem | null }
  | { readonly kind: "entries" }
  | { readonly kind: "fields"; readonly source: EntrySource };

export interface ItemsState {
  readonly dialog: ItemsDialog | null;
  /** How many more fit into the message. */
  readonly room: number;
  addCredentials: () => void;
  addEntries: () => void;
  edit: (index: number) => void;
  remove: (index: number) => void;
  /** Takes what the dialog made, and closes it. */
  take: (attached: readonly AttachedItem[]) => void;
  close: () => void;
}

/** More do not fit into one message (envelope.md 6.1). */
export const ITEMS_MOST = 50;

export function useItems(items: readonly AttachedItem[], change: (items: readonly AttachedItem[]) => void): ItemsState {
  const [asked, setAsked] = useState<"credentials" | "entries" | number | null>(null);
  const close = () => setAsked(null);
  return {
    dialog: dialogOf(asked, items),
    room: ITEMS_MOST - items.length,
    addCredentials: () => setAsked("credentials"),
    addEntries: () => setAsked("entries"),
    edit: setAsked,
    remove: (index) => change(items.filter((_, other) => other !== index)),
    take: (attached) => {
      change(typeof asked === "number" ? items.toSpliced(asked, 1, ...attached) : [...items, ...attached]);
      close();
    },
    close,
  };
}

function dialogOf(
  asked: "credentials" | "entries" | number | null,
  items: readonly AttachedItem[],
): ItemsDialog | null {
  if (asked === "credentials") return { kind: "credentials", attached: null };
  if (asked === "entries") return { kind: "entries" };
  const attached = asked === null ? undefined : items[asked];
  if (attached === undefined) return null;
  const { source } = attached;
  return source === null ? { kind: "credentials", attached } : { kind: "fields", source };
}
