/**
 * Saving the items of a message to My entries. What was saved from this message is known until the lock, and no longer
 * said of an entry that is not there any more.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addItems, isUnfit } from "../entries/adding.ts";
import { useListed } from "../entries/listing.ts";
import { change } from "../entries/saving.ts";
import { keyring } from "../keys/keyring.ts";
import { plural } from "../lib/names.ts";
import { toast } from "../ui/toasts/toasts.tsx";
import type { ItemFacts } from "./itemWords.ts";

/** Where an item was saved. */
export interface Saved {
  readonly id: string;
  /** Empty: in no folder. */
  readonly folder: string;
}

export interface ItemSaving {
  /** By the index of the item. */
  readonly saved: ReadonlyMap<number, Saved>;
  /** The items that the open dialog is about; null while it is closed. */
  readonly asked: readonly number[] | null;
  ask: (indexes: readonly number[]) => void;
  close: () => void;
  /** Saves what is asked about; resolves to a sentence when that did not work. */
  save: (folder: string) => Promise<string | null>;
  undo: (index: number) => void;
}

type SavedOnes = ReadonlyMap<number, Saved>;
const NONE: SavedOnes = new Map();

export function useItemSaving(mid: string, items: readonly ItemFacts[]): ItemSaving {
  const client = useQueryClient();
  const key = ["saved from a message", mid];
  // Nobody else knows it: asking again, as after a lost connection, gives what is known.
  const known = () => client.getQueryData<SavedOnes>(key) ?? NONE;
  const kept = useQuery<SavedOnes>({ queryKey: key, queryFn: known, staleTime: Infinity, gcTime: Infinity });
  const all = kept.data ?? NONE;
  const listed = useListed(all.size > 0).data;
  const isThere = ({ id }: Saved) => listed?.rows.some((row) => row.id === id) ?? true;
  const saved = new Map([...all].filter(([, one]) => isThere(one)));
  const [asked, ask] = useState<readonly number[] | null>(null);
  const keep = (next: SavedOnes) => void client.setQueryData(key, next);
  const save = async (folder: string): Promise<string | null> => {
    const indexes = (asked ?? []).filter((index) => !saved.has(index));
    const chosen = indexes.flatMap((index) => items[index] ?? []);
    try {
      const ids = await addItems(client, chosen, folder);
      keep(new Map([...saved, ...indexes.map((index, at): [number, Saved] => [index, { id: ids[at] ?? "", folder }])]));
    } catch (problem) {
      return isUnfit(problem) ? "Not saved. This is too long for an entry." : "Not saved. Try again.";
    }
    ask(null);
    return null;
  };
  const undo = async (index: number) => {
    const one = saved.get(index);
    if (one === undefined) return;
    try {
      await change(client, () => keyring().trashEntries([one.id]));
    } catch {
      toast({ message: "This was not undone. Try again." });
      return;
    }
    keep(new Map([...saved].filter(([other]) => other !== index)));
    toast({ message: `${plural(1, "entry", "entries")} moved to the trash` });
  };
  return { saved, asked, ask, close: () => ask(null), save, undo: (index) => void undo(index) };
}
