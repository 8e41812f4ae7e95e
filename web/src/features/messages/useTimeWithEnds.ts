/** The time of the page, which also moves on at the very second when one of some messages ends. */
import { useEffect, useState } from "react";

/** A longer timer would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export function useTimeWithEnds(now: Date, ends: readonly (Date | null)[]): Date {
  const [moved, setMoved] = useState(now);
  const time = moved > now ? moved : now;
  const next = Math.min(...ends.flatMap((end) => (end !== null && end > time ? [end.getTime()] : [])));
  useEffect(() => {
    if (!Number.isFinite(next)) return undefined;
    const left = Math.max(0, next - Date.now());
    const timer = setTimeout(() => setMoved(new Date()), Math.min(left, LONGEST_MS));
    return () => clearTimeout(timer);
    // A timer may fire a moment early: `moved` arms it again.
  }, [next, moved]);
  return time;
}

export function isOver(end: Date | null, time: Date): boolean {
  return end !== null && end <= time;
}
