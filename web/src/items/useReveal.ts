/**
 * Showing a covered value for half a minute. It ends by itself, when the window loses the focus or is hidden, and when the
 * value leaves the screen; the lock takes the whole page away. It is read when it is shown, and dropped when it is covered.
 */
import { useEffect, useState } from "react";
import type { RefObject } from "react";

const SHOWN_S = 30;

interface Shown {
  readonly value: string;
  readonly secondsLeft: number;
}

export interface Reveal {
  /** null while it is covered. */
  readonly shown: Shown | null;
  toggle: () => void;
}

function oneSecondLess(shown: Shown | null): Shown | null {
  return shown === null || shown.secondsLeft <= 1 ? null : { ...shown, secondsLeft: shown.secondsLeft - 1 };
}

export function useReveal(
  place: RefObject<HTMLElement | null>,
  read: () => Promise<string>,
  onUnread: () => void = () => undefined,
): Reveal {
  const [shown, setShown] = useState<Shown | null>(null);
  const isShown = shown !== null;
  useEffect(() => {
    if (!isShown) return undefined;
    const hide = () => setShown(null);
    const tick = setInterval(() => setShown(oneSecondLess), 1000);
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
  const show = (value: string) => setShown({ value, secondsLeft: SHOWN_S });
  // What could not be read stays covered: the entry was removed meanwhile, or the account locked.
  return { shown, toggle: () => (isShown ? setShown(null) : void read().then(show, onUnread)) };
}
