/** Gives the focus to the heading of what has just come up, so that it is read aloud. */
import { useEffect, useRef } from "react";
import type { RefObject } from "react";

export function useHeadingFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}
