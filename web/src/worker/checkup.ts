// The check-up of all passwords, a few in a call: what is asked meanwhile waits for those only. Ids and verdicts leave, no password.
import { checkedRecords, checkupOf, type Score } from "../crypto/checkup.ts";
import { timeOf } from "../crypto/encoding.ts";
import type { Item } from "../crypto/items.ts";
import type { SavedRecord } from "../crypto/records.ts";
import type { EntryKeeper } from "./entrykeeper.ts";
import type { CheckupStep } from "./entryprotocol.ts";
import { forgetOthers, judgedScore, knownScore } from "./judging.ts";

/** So many passwords are judged in one call. */
const AT_ONCE = 4;

export async function checkupStep(
  keeper: EntryKeeper,
  records: readonly SavedRecord[],
  now: number,
): Promise<CheckupStep> {
  forgetOthers(keeper, new Set(records.map(({ id }) => id)));
  const checked = checkedRecords(records);
  const all = checked.length;
  const versions = checked.map(({ id, item }) => ({ id, item: item as unknown as Item }));
  const due = versions.filter((version) => knownScore(keeper, version) === null);
  for (const version of due.slice(0, AT_ONCE)) await judgedScore(keeper, version);
  if (due.length > AT_ONCE) return { judged: all - due.length + AT_ONCE, all, found: null };
  const scores = new Map<string, Score>();
  for (const version of versions) {
    const score = knownScore(keeper, version);
    if (score !== null) scores.set(version.id, score);
  }
  return { judged: all, all, found: checkupOf(checked, scores, timeOf(now), localDay(now)) };
}

/** The day of this device's calendar. */
function localDay(now: number): string {
  const at = new Date(now * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
