/** The day of an entry, in words. */
import { plural } from "../lib/names.ts";

const DAY_MS = 86_400_000;
/** A day further away than this is told by its month. */
const COUNTED_DAYS = 99;

const monthYear = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric" });

/** Whole days until the day of an entry; negative after it. */
export function daysLeft(expires: string, now: Date): number {
  const [year = 0, month = 1, day = 1] = expires.split("-").map(Number);
  return Math.round(
    (Date.UTC(year, month - 1, day) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / DAY_MS,
  );
}

/** "Expires today", "Expires in 3 days", "Expired 2 days ago". */
export function expiryWords(expires: string, now: Date): string {
  const days = daysLeft(expires, now);
  if (days === 0) return "Expires today";
  return days > 0 ? `Expires in ${plural(days, "day", "days")}` : `Expired ${plural(-days, "day", "days")} ago`;
}

/** For the line of a row: "88 days left", "expires Aug 2027", "expired 2 days ago". */
export function daysInLine(expires: string, now: Date): string {
  const days = daysLeft(expires, now);
  if (days > COUNTED_DAYS) return `expires ${monthYear.format(new Date(`${expires}T12:00:00`))}`;
  if (days > 0) return `${plural(days, "day", "days")} left`;
  return expiryWords(expires, now).toLowerCase();
}
