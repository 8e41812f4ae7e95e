/** Rows of a list that follow the pointer: a step each time it passes the middle of a neighbour. */
import { useState } from "react";
import type { PointerEvent, RefObject } from "react";

export interface Dragged {
  /** The key of the row that is dragged. */
  readonly key: number | null;
  begin: (event: PointerEvent, key: number) => void;
  /** For the list itself: it is never moved, so it holds the pointer until the end. */
  readonly list: {
    onPointerMove: (event: PointerEvent) => void;
    onLostPointerCapture: () => void;
  };
}

function isPast(row: Element | undefined, y: number, step: 1 | -1): boolean {
  if (row === undefined) return false;
  const { top, height } = row.getBoundingClientRect();
  return step === 1 ? y > top + height / 2 : y < top + height / 2;
}

/** `keys`: of the rows, in the order in which they stand in the list. */
export function useDragged(
  list: RefObject<HTMLElement | null>,
  keys: readonly number[],
  step: (key: number, step: 1 | -1) => void,
): Dragged {
  const [key, setKey] = useState<number | null>(null);
  const follow = ({ clientY }: PointerEvent) => {
    const rows = list.current?.children;
    if (key === null || rows === undefined) return;
    const at = keys.indexOf(key);
    if (isPast(rows[at - 1], clientY, -1)) step(key, -1);
    else if (isPast(rows[at + 1], clientY, 1)) step(key, 1);
  };
  return {
    key,
    begin: (event, from) => {
      if (event.button !== 0) return;
      list.current?.setPointerCapture(event.pointerId);
      setKey(from);
    },
    list: { onPointerMove: follow, onLostPointerCapture: () => setKey(null) },
  };
}
