/** In which order a list stands, and the headings that an order has. */
import { daysLeft, expiryWords } from "../../entries/days.ts";
import type { EntryRow } from "../../entries/model.ts";
import { dayName, itemTime, rowTime, sectionOf } from "../../lib/dates.ts";
import { isExpiring } from "./model.ts";

export const ORDERS = [
  { value: "title", label: "Title" },
  { value: "changed", label: "Last changed" },
  { value: "expiry", label: "Expiry" },
] as const;
export type Order = (typeof ORDERS)[number]["value"];

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of rows that come by title, which decides between equals. Last changed: the newest first; without a day: at the end. */
export function sorted(rows: readonly EntryRow[], order: Order): readonly EntryRow[] {
  if (order === "title") return rows;
  if (order === "changed") return [...rows].sort((a, b) => byText(b.changedAt, a.changedAt));
  return [...rows].sort((a, b) => {
    if (a.expires === null || b.expires === null) return Number(a.expires === null) - Number(b.expires === null);
    return byText(a.expires, b.expires);
  });
}

/** The heading that a row stands under; empty: none. */
export function sectionIn(row: EntryRow, order: Order, now: Date): string {
  if (order === "changed") return sectionOf(new Date(row.changedAt), now);
  if (order === "title") return "";
  if (row.expires === null) return "Without a day";
  if (daysLeft(row.expires, now) < 0) return "Expired";
  return isExpiring(row, now) ? "In the next 30 days" : "Later";
}

/** What a row is sorted by, at its end; `spoken` in a sentence. Nothing by title. */
export function sortedBy(row: EntryRow, order: Order, now: Date): { shown: string; spoken: string } | null {
  if (order === "changed") {
    const at = new Date(row.changedAt);
    return { shown: rowTime(at, now), spoken: `Changed ${itemTime(at, now)}` };
  }
  if (order === "title" || row.expires === null) return null;
  return { shown: dayName(new Date(`${row.expires}T12:00:00`), now), spoken: expiryWords(row.expires, now) };
}
