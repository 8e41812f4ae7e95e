// How strong saved passwords are: judged here, so that only the verdict leaves, and what judges is fetched with the first question.
import { isCovered, type Item } from "../crypto/items.ts";
import { judgePassword } from "../lib/strength.ts";
import type { EntryScore } from "./entryprotocol.ts";

/** More characters only make a password stronger, and the estimate slow (spec/generator.md 15.2). */
const JUDGED = 40;

/** The password of an item: the field that its list and its page speak of. -1 without one. */
export function passwordAt({ kind, fields }: Item): number {
  return fields.findIndex((field) => field.f === "password" && field.value !== "" && isCovered(kind, field));
}

/** What was judged once: for as long as the item is the same object, which it is until it is changed or locked. */
const judged = new WeakMap<Item, EntryScore["score"]>();

export async function scoresOf(items: readonly { id: string; rev: number; item: Item }[]): Promise<EntryScore[]> {
  const scores: EntryScore[] = [];
  for (const { id, rev, item } of items) {
    const password = item.fields[passwordAt(item)]?.value;
    if (password === undefined) continue;
    const score = judged.get(item) ?? (await judgePassword(Array.from(password).slice(0, JUDGED).join(""), [])).score;
    judged.set(item, score);
    scores.push({ id, rev, score });
  }
  return scores;
}
