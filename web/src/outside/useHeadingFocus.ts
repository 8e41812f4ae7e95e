/** Gives the focus to the heading of what has just come up, so that it is read aloud: at once, and never out of a hand that types. */
import { useLayoutEffect, useRef } from "react";
import type { RefObject } from "react";

export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}
