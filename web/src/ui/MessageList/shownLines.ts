/** Which lines of a list are in the page: all of a short one, those in view of a long one. */
import type { Line } from "./moves.ts";

export const VIRTUAL_FROM = 100;

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
}

/** Every line, up to the number from which only those in view are. */
export function allLines(lines: readonly Line[]): ShownLines {
  const shown = lines.slice(0, VIRTUAL_FROM).map((line, index) => ({ line, index, top: null }));
  return { shown, height: null, measure: undefined };
}
