// The check-up of passwords: which to change, from what is saved and how strong each was judged (entries.md 8.7).
import { secondsOf } from "./encoding.ts";
import { type Item, passwordOf } from "./items.ts";
import { isTemplate, type SavedRecord } from "./records.ts";

/** How hard a password is to guess: 0, at once, to 4. */
export type Score = 0 | 1 | 2 | 3 | 4;

/** Ids, and why each stands there. Never a password, nor anything made of one but its score. */
export interface Checkup {
  readonly lookedAt: number;
  /** The weakest first. */
  readonly weak: readonly { readonly id: string; readonly score: 0 | 1 }[];
  /** Entries with one password, the most first. */
  readonly reused: readonly (readonly string[])[];
  /** The longest unchanged first. */
  readonly old: readonly { readonly id: string; readonly since: string }[];
  /** The next first. */
  readonly expiring: readonly { readonly id: string; readonly expires: string }[];
}

const DAY_SECONDS = 86_400;
const OLD_DAYS = 365;
const SOON_DAYS = 30;

/** What a check-up looks at: entries with a password that are not in the trash. */
export function checkedRecords(records: readonly SavedRecord[]): readonly SavedRecord[] {
  return records.filter(
    (record) => !isTemplate(record) && record.trashed === undefined && passwordIn(record.item) !== null,
  );
}

/** Where nothing else decides, in the order of `checked`. `today` is a day of the person's calendar. */
export function checkupOf(
  checked: readonly SavedRecord[],
  scores: ReadonlyMap<string, Score>,
  now: string,
  today: string,
): Checkup {
  const weak = checked.flatMap(({ id }) => {
    const score = scores.get(id);
    return score === 0 || score === 1 ? [{ id, score }] : [];
  });
  const old = checked
    .map((record) => ({ id: record.id, since: sinceOf(record) }))
    .filter(({ since }) => secondsOf(now) - secondsOf(since) > OLD_DAYS * DAY_SECONDS);
  const expiring = checked.flatMap(({ id, exp }) =>
    exp !== undefined && dayOf(exp) - dayOf(today) <= SOON_DAYS * DAY_SECONDS ? [{ id, expires: exp }] : [],
  );
  return {
    lookedAt: checked.length,
    weak: weak.sort((a, b) => a.score - b.score),
    reused: reusedIn(checked),
    old: old.sort((a, b) => secondsOf(a.since) - secondsOf(b.since)),
    expiring: expiring.sort((a, b) => dayOf(a.expires) - dayOf(b.expires)),
  };
}

/** The version that lost in a merge is of an entry that is there as well: it is no second place of use. */
function reusedIn(checked: readonly SavedRecord[]): readonly (readonly string[])[] {
  const users = new Map<string, string[]>();
  for (const { id, item, copy } of checked) {
    const password = passwordIn(item);
    if (password === null || copy === true) continue;
    const others = users.get(password);
    if (others === undefined) users.set(password, [id]);
    else others.push(id);
  }
  return [...users.values()].filter((ids) => ids.length > 1).sort((a, b) => b.length - a.length);
}

/** When the oldest version was made that has the present password, as have all after it. */
function sinceOf({ at, item, past = [] }: SavedRecord): string {
  const password = passwordIn(item);
  const changed = past.findIndex((version) => passwordIn(version.item) !== password);
  const same = changed === -1 ? past : past.slice(0, changed);
  return same.at(-1)?.at ?? at;
}

function passwordIn(item: SavedRecord["item"]): string | null {
  return passwordOf(item as unknown as Item);
}

function dayOf(day: string): number {
  return secondsOf(`${day}T00:00:00Z`);
}
