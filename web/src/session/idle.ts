/**
 * Locks when nobody does anything: a key, a click or a touch in any tab counts. Sleeping counts as idle time too,
 * because the clock is asked and not a timer.
 */
import { lockSession } from "./session.ts";
import { sessionState } from "./state.ts";
import { onTabNotice, tellTabs } from "./tabs.ts";

const LOOK_EVERY_MS = 5_000;
const TELL_EVERY_MS = 10_000;
const WARN_BEFORE_MS = 60_000;

let lastActive = Date.now();
let lastTold = 0;

/** Milliseconds until it locks itself; null while nothing is unlocked. */
export function untilLock(now = Date.now()): number | null {
  const session = sessionState();
  if (session.at !== "unlocked") return null;
  return session.policies.idleLockMinutes * 60_000 - (now - lastActive);
}

/** Somebody is here. */
export function stayActive(now = Date.now()): void {
  lastActive = now;
  if (now - lastTold < TELL_EVERY_MS) return;
  lastTold = now;
  tellTabs({ type: "active", at: now });
}

/** Begin to watch. `warn` is called once, a minute before the lock. Gives back how to stop. */
export function watchIdle(warn: () => void): () => void {
  stayActive();
  let isWarned = false;
  const active = () => stayActive();
  const look = () => {
    const left = untilLock();
    const session = sessionState();
    if (left === null || session.at !== "unlocked") return;
    if (left > WARN_BEFORE_MS) isWarned = false;
    const { idleLockMinutes } = session.policies;
    if (left <= 0) void lockSession(idleReason(idleLockMinutes));
    else if (left <= WARN_BEFORE_MS && idleLockMinutes > 1 && !isWarned) {
      isWarned = true;
      warn();
    }
  };
  const events = ["pointerdown", "keydown", "touchstart", "wheel"] as const;
  for (const event of events) document.addEventListener(event, active, { capture: true, passive: true });
  document.addEventListener("visibilitychange", look);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    for (const event of events) document.removeEventListener(event, active, { capture: true });
  };
}

/** Activity of other tabs counts here. Once per tab. */
export function shareActivity(): void {
  onTabNotice((notice) => {
    if (notice.type === "active") lastActive = Math.max(lastActive, notice.at);
  });
}

function idleReason(minutes: number): string {
  return `Waxpost locked itself after ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
}
