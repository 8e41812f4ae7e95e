/**
 * Showing a covered value for half a minute. It ends by itself, when the window loses the focus or is hidden, and when the
 * value leaves the screen; the lock takes the whole page away.
 */
import { useEffect, useState } from "react";
import type { RefObject } from "react";

const SHOWN_S = 30;

export interface Reveal {
  readonly isShown: boolean;
  readonly secondsLeft: number;
  toggle: () => void;
}

export function useReveal(place: RefObject<HTMLElement | null>): Reveal {
  const [secondsLeft, setSecondsLeft] = useState(0);
  const isShown = secondsLeft > 0;
  useEffect(() => {
    if (!isShown) return undefined;
    const hide = () => setSecondsLeft(0);
    const tick = setInterval(() => setSecondsLeft((left) => Math.max(0, left - 1)), 1000);
    const seen = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting === false) hide();
    });
    if (place.current !== null) seen.observe(place.current);
    addEventListener("blur", hide);
    document.addEventListener("visibilitychange", hide);
    return () => {
      clearInterval(tick);
      seen.disconnect();
      removeEventListener("blur", hide);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [isShown, place]);
  return { isShown, secondsLeft, toggle: () => setSecondsLeft(isShown ? 0 : SHOWN_S) };
}
