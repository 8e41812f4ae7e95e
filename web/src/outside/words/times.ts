/** Times on the outsider's page, in the reader's own zone: Intl knows the names, the table of the language how they are joined. */
import type { Words } from "./en.ts";

/** "Sunday 22 Nov at 18:00", to stand in a sentence. */
export function untilWords(at: Date, now: Date, { locale, times }: Words): string {
  return times.until(part(at, locale, { weekday: "long" }), dayOf(at, now, locale), clockOf(at, locale));
}

/** "Sent today, 14:08"; with weekday and date when it is longer ago than yesterday. */
export function sentWords(at: Date, now: Date, { locale, times }: Words): string {
  const clock = clockOf(at, locale);
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return times.sentToday(clock);
  if (days === 1) return times.sentYesterday(clock);
  return times.sentOn(part(at, locale, { weekday: "short" }), dayOf(at, now, locale), clock);
}

const DAY_MS = 86_400_000;

function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}

function part(at: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(at);
}

function clockOf(at: Date, locale: string): string {
  return part(at, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** With the year only when it is another than now. */
function dayOf(at: Date, now: Date, locale: string): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  return part(at, locale, { day: "numeric", month: "short", ...year });
}
