/** Which lines of a list are in the page: all of a short one, those in view of a long one. */
import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import type { Line } from "./moves.ts";

const VIRTUAL_FROM = 100;

export interface ShownLine {
  line: Line;
  index: number;
  /** Pixels from the top of the list; null in a short list, which flows. */
  top: number | null;
}

export interface ShownLines {
  shown: ShownLine[];
  /** Height of the whole list; null in a short list. */
  height: number | null;
  measure: ((element: HTMLElement | null) => void) | undefined;
  scrollTo: (key: string) => void;
}

export function useShownLines(lines: Line[], scroller: RefObject<HTMLElement | null>): ShownLines {
  "use no memo"; // The virtualizer's functions answer differently without changing.
  const virtual = lines.length > VIRTUAL_FROM;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized, see above
  const virtualizer = useVirtualizer({
    count: virtual ? lines.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "section" ? 40 : 76),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  });
  if (!virtual) {
    const shown = lines.map((line, index) => ({ line, index, top: null }));
    return { shown, height: null, measure: undefined, scrollTo: () => undefined };
  }
  const shown = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const line = lines[index];
    return line === undefined ? [] : [{ line, index, top: start }];
  });
  return {
    shown,
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: (key) => virtualizer.scrollToIndex(lines.findIndex((line) => line.key === key)),
  };
}
