// How strong saved passwords are: judged here, so that only the verdict leaves, and what judges is fetched with the first question.
import type { Score } from "../crypto/checkup.ts";
import { type Item, passwordOf } from "../crypto/items.ts";
import { judgePassword } from "../lib/strength.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { EntryScore } from "./entryprotocol.ts";

/** More characters only make a password stronger, and the estimate slow (spec/generator.md 15.2). */
const JUDGED = 40;

/** What is judged: the item of an entry. */
export interface Judged {
  readonly id: string;
  readonly item: Item;
}

/**
 * What was judged once, by entry: it goes with the account when that is locked. The password stands beside its score because
 * an entry that another device changed may come under the same id, and items are made anew with every pack that comes.
 */
const memories = new WeakMap<EntryKeeper, Map<string, { readonly password: string; readonly score: Score }>>();

function memoryOf(keeper: EntryKeeper) {
  const known = memories.get(keeper) ?? new Map<string, { password: string; score: Score }>();
  memories.set(keeper, known);
  return known;
}

/** null: it was not judged yet. */
export function knownScore(keeper: EntryKeeper, { id, item }: Judged): Score | null {
  const known = memoryOf(keeper).get(id);
  return known !== undefined && known.password === passwordOf(item) ? known.score : null;
}

/** null: there is no password. */
export async function judgedScore(keeper: EntryKeeper, judged: Judged): Promise<Score | null> {
  const password = passwordOf(judged.item);
  if (password === null) return null;
  const known = knownScore(keeper, judged);
  if (known !== null) return known;
  const { score } = await judgePassword(Array.from(password).slice(0, JUDGED).join(""), []);
  memoryOf(keeper).set(judged.id, { password, score });
  return score;
}

/** What is not among these was deleted: nothing of it stays. */
export function forgetOthers(keeper: EntryKeeper, ids: ReadonlySet<string>): void {
  const memory = memoryOf(keeper);
  for (const id of memory.keys()) if (!ids.has(id)) memory.delete(id);
}

export async function scoresOf(
  keeper: EntryKeeper,
  items: readonly (Judged & { readonly rev: number })[],
): Promise<EntryScore[]> {
  const scores: EntryScore[] = [];
  for (const judged of items) {
    const score = await judgedScore(keeper, judged);
    if (score !== null) scores.push({ id: judged.id, rev: judged.rev, score });
  }
  return scores;
}
