// Where copies of saved entries went: noted after a message or a link was taken, and told of what changed since (entries.md 8.1).
import { type Item, passwordOf } from "../crypto/items.ts";
import { type SavedRecord, withSent } from "../crypto/records.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { EntrySent } from "./entryprotocol.ts";

/** What is gone meanwhile is left out. The entries are not changed by it: they keep their rev. */
export function noteCopies(
  keeper: EntryKeeper,
  copied: readonly { readonly id: string; readonly rev: number }[],
  mid: string,
  isLink: boolean,
): void {
  const revs = new Map(copied.map(({ id, rev }) => [id, rev]));
  const at = keeper.now();
  const noted = (record: SavedRecord): SavedRecord => {
    const rev = revs.get(record.id);
    return rev === undefined ? record : withSent(record, [{ mid, at, rev, ...(isLink ? { link: true } : {}) }]);
  };
  keeper.change((packs) =>
    // Packs in which nothing changed stay the same objects: they are not sealed again.
    packs.map((pack) => (pack.items.some(({ id }) => revs.has(id)) ? { ...pack, items: pack.items.map(noted) } : pack)),
  );
}

export function sentOf(record: SavedRecord): EntrySent[] {
  return (record.sent ?? []).map(({ mid, at, rev, link }) => ({
    ...{ mid, at, isLink: link ?? false },
    before: changedSince(record, rev),
  }));
}

/** What happened to an entry after this rev of it. */
function changedSince({ item, past = [] }: SavedRecord, rev: number): EntrySent["before"] {
  const newest = past[0];
  if (newest === undefined || rev > newest.rev) return null;
  const versions = [item, ...past.map((version) => version.item)].map((one) => passwordOf(one as unknown as Item));
  const last = past.findIndex((_, at) => versions[at] !== versions[at + 1]);
  return last !== -1 && rev <= (past[last]?.rev ?? 0) ? "password" : "change";
}
