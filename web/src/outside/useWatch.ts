/**
 * Forgets the message when nobody reads it: ten minutes without a key, a click or a touch, two minutes behind another tab
 * unless that is the one in which the person answers, or when its time is over. Sleeping counts, because the clock is asked and not a timer. While a file is on its way it stays.
 */
import { useEffect } from "react";
import { isFetching } from "./fetching.ts";
import type { Opening } from "./opening.ts";
import type { OutsideState } from "./states.ts";

const IDLE_MS = 10 * 60_000;
const HIDDEN_MS = 2 * 60_000;
const LOOK_EVERY_MS = 1_000;
/** A lease that was proven lives for an hour. */
const STAY_EVERY_MS = 20 * 60_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchmove"];

export function useWatch(opening: Opening, state: OutsideState): void {
  const isShown = state.at === "message";
  const end = isShown ? Date.parse(state.expiresAt) : 0;
  useEffect(() => {
    if (!isShown) return undefined;
    // The clock of this computer may be wrong: what it takes for over already is left to the server.
    const canEnd = Date.now() < end;
    let [active, hidden] = [Date.now(), document.hidden ? Date.now() : null];
    const sign = () => {
      active = Date.now();
    };
    const turn = () => {
      hidden = document.hidden ? Date.now() : null;
    };
    const look = () => {
      const now = Date.now();
      if (canEnd && now >= end) opening.forgetMessage("expired");
      if (isFetching()) return;
      const isHidden = hidden !== null && !opening.isReplying && now - hidden > HIDDEN_MS;
      if (now - active > IDLE_MS || isHidden) opening.forgetMessage("left");
    };
    const looking = setInterval(look, LOOK_EVERY_MS);
    const staying = setInterval(() => void opening.stay(), STAY_EVERY_MS);
    for (const name of SIGNS) addEventListener(name, sign, { passive: true });
    document.addEventListener("visibilitychange", turn);
    return () => {
      clearInterval(looking);
      clearInterval(staying);
      for (const name of SIGNS) removeEventListener(name, sign);
      document.removeEventListener("visibilitychange", turn);
    };
  }, [opening, isShown, end]);
}
