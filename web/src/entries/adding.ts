/** Items of messages as saved entries: what is received, or was just sent, kept in My entries. */
import type { QueryClient } from "@tanstack/react-query";
import { kindName } from "../items/itemWords.ts";
import type { ItemFacts } from "../items/itemWords.ts";
import { keyring } from "../keys/keyring.ts";
import { WorkerProblem } from "../worker/calls.ts";
import type { EntryDraft } from "../worker/entryprotocol.ts";
import { change } from "./saving.ts";

type SavedItem = Pick<ItemFacts, "kind" | "title"> & {
  readonly fields: readonly Pick<ItemFacts["fields"][number], "f" | "label" | "value" | "isCovered">[];
};

/** The entry that keeps an item: what was covered stays covered. Files of the item are not part of it. */
export function draftFrom({ kind, title, fields }: SavedItem): EntryDraft {
  return {
    kind,
    title: title.trim() === "" ? kindName(kind) : title,
    fields: fields.map(({ f, label, value, isCovered }) => ({ f, label, hide: isCovered, value })),
  };
}

/** Saves all or none of them; gives their ids. `folder` empty: in none. */
export async function addItems(
  client: QueryClient,
  items: readonly SavedItem[],
  folder: string,
): Promise<readonly string[]> {
  return change(client, () => keyring().addEntries(items.map(draftFrom), { folder: folder === "" ? null : folder }));
}

/** Whether an entry may not be like that: one that is too long, mostly. */
export function isUnfit(problem: unknown): boolean {
  return problem instanceof WorkerProblem && problem.code === "form";
}
