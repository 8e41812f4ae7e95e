/** Files that are dragged over the window and let go anywhere in it. */
import { useEffect, useRef, useState } from "react";
import { droppedOf, hasFiles } from "./useDropped.ts";
import type { Dropped } from "./useDropped.ts";

/**
 * Whether files hang over the window. `take` gets what is let go, unless an element has taken it; with null nothing is
 * taken, but the browser does not leave the page for a file either.
 */
export function useWindowFiles(take: ((dropped: Dropped) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(latest.current !== null);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current?.(droppedOf(event.dataTransfer));
    };
    addEventListener("dragover", over, { signal });
    addEventListener("dragleave", leave, { signal });
    addEventListener("drop", drop, { signal });
    return () => ended.abort();
  }, []);
  return isOver && take !== null;
}
