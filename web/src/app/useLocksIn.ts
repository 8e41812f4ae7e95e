/** Minutes until it locks itself, for the line beside the lock. */
import { useEffect, useState } from "react";
import { untilLock } from "../session/idle.ts";

const LOOK_EVERY_MS = 15_000;

function minutes(): number | null {
  const left = untilLock();
  return left === null ? null : Math.max(1, Math.ceil(left / 60_000));
}

export function useLocksIn(): number | null {
  const [left, setLeft] = useState(minutes);
  useEffect(() => {
    const timer = setInterval(() => setLeft(minutes()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return left;
}
