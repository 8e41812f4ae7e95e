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

/** More than fit into any window: what a long list begins with. */
const FIRST = 32;

/** Every line of a short list. */
export function allLines(lines: readonly Line[]): ShownLines {
  const shown = lines.map((line, index) => ({ line, index, top: null }));
  return { shown, height: null, measure: undefined };
}

/** The beginning of a long list, until it is known which of its lines are in view. */
export function firstLines(lines: readonly Line[]): ShownLines {
  return allLines(lines.slice(0, FIRST));
}
