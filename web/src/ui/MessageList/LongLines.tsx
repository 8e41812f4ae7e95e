/** The lines of a long list that are in view. It is loaded when a list grows long, which most never do. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useImperativeHandle } from "react";
import type { ReactNode, Ref } from "react";
import type { Line } from "./moves.ts";
import type { ShownLines } from "./shownLines.ts";

interface LongLinesProps {
  lines: Line[];
  /** Rows of two lines; see MessageList. */
  isLow: boolean;
  /** What scrolls; null before it is in the page: nothing is in view then. */
  scroller: HTMLElement | null;
  /** Brings the line of a key into view. */
  scrollTo: Ref<(key: string) => void>;
  draw: (lines: ShownLines) => ReactNode;
}

export default function LongLines({ lines, isLow, scroller, scrollTo, draw }: LongLinesProps) {
  "use no memo"; // The virtualizer's functions answer differently without changing.
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized, see above
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (lines[index]?.kind === "section" ? 40 : isLow ? 62 : 76),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  });
  useImperativeHandle(scrollTo, () => (key: string) => {
    virtualizer.scrollToIndex(lines.findIndex((line) => line.key === key));
  });
  const shown = virtualizer.getVirtualItems().flatMap(({ index, start }) => {
    const line = lines[index];
    return line === undefined ? [] : [{ line, index, top: start }];
  });
  return draw({ shown, height: virtualizer.getTotalSize(), measure: virtualizer.measureElement });
}
