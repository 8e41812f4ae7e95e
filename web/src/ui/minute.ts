/** The moment, for what is shown to the minute: it moves on every half minute. */
import { useEffect, useState } from "react";

const STEP_MS = 30_000;

export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
