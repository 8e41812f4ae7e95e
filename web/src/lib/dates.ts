/**
 * How times are written in the interface: in the reader's own zone, short where near, complete where far.
 *
 * Every function takes `now`, so that a list is written against one moment and tests need no clock.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekdayShort = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const weekdayLong = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const monthLong = new Intl.DateTimeFormat("en-GB", { month: "long" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** "14:08". */
export function clock(at: Date): string {
  return clockFormat.format(at);
}

/** Whole calendar days from `at` to `now` in the reader's zone; negative in the future. */
function daysBefore(at: Date, now: Date): number {
  const start = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((start(now) - start(at)) / DAY);
}

/** "4 Mar 2026" in another year than now, else "4 Mar". */
export function dayName(at: Date, now: Date): string {
  return (at.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(at);
}

/** "20 Nov 2026". */
export function fullDate(at: Date): string {
  return dayMonthYear.format(at);
}

/** For a list: "14:08" today, "Thu" in the last six days, then the date. */
export function rowTime(at: Date, now: Date): string {
  const days = daysBefore(at, now);
  if (days === 0) return clock(at);
  if (days > 0 && days < 7) return weekdayShort.format(at);
  return dayName(at, now);
}

/** For one item: "Today, 14:08", "Yesterday, 09:55", "Sun 22 Nov, 18:00". */
export function itemTime(at: Date, now: Date): string {
  const days = daysBefore(at, now);
  if (days === 0) return `Today, ${clock(at)}`;
  if (days === 1) return `Yesterday, ${clock(at)}`;
  return `${weekdayShort.format(at)} ${dayName(at, now)}, ${clock(at)}`;
}

/** For a sentence: "Sunday 22 Nov at 18:00". */
export function sentenceTime(at: Date, now: Date): string {
  return `${weekdayLong.format(at)} ${dayName(at, now)} at ${clock(at)}`;
}

/** The heading of a list that an item stands under. Weeks start on Monday. */
export function sectionOf(at: Date, now: Date): string {
  const days = daysBefore(at, now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  const sinceMonday = (now.getDay() + 6) % 7;
  if (days <= sinceMonday) return "Earlier this week";
  if (days <= sinceMonday + 7) return "Last week";
  const month = monthLong.format(at);
  return at.getFullYear() === now.getFullYear() ? month : `${month} ${at.getFullYear()}`;
}

/** "now", "12 min ago", "2 h ago", "Yesterday", "Wed", "4 Nov". */
export function agoTime(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  if (passed < 2 * MINUTE) return "Now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  const days = daysBefore(at, now);
  if (days === 0) return `${Math.floor(passed / HOUR)} h ago`;
  return days === 1 ? "Yesterday" : rowTime(at, now);
}

/** How long until `end`, in words of two lengths. `soon` below 24 hours; `over` at or after the end. */
export interface TimeLeft {
  long: string;
  short: string;
  soon: boolean;
  over: boolean;
}

/** Days and hours, then hours and minutes, then minutes, then seconds. */
export function timeLeft(end: Date, now: Date): TimeLeft {
  const left = end.getTime() - now.getTime();
  const soon = left < DAY;
  if (left <= 0) return { long: "0 s", short: "0 s", soon, over: true };
  const part = (unit: number, within: number) => Math.floor((left % within) / unit);
  if (left >= DAY) {
    const days = Math.floor(left / DAY);
    const hours = part(HOUR, DAY);
    const rest = hours > 0 && days < 3 ? ` ${hours} h` : "";
    return { long: `${days} ${days === 1 ? "day" : "days"}${rest}`, short: `${days} d${rest}`, soon, over: false };
  }
  if (left >= HOUR) {
    const text = `${Math.floor(left / HOUR)} h ${part(MINUTE, HOUR)} m`;
    return { long: text, short: text, soon, over: false };
  }
  const text = left >= MINUTE ? `${Math.floor(left / MINUTE)} min` : `${Math.ceil(left / 1000)} s`;
  return { long: text, short: text, soon, over: false };
}
