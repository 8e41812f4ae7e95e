/** Where the keyboard goes in a list of messages. Pure, but for moving the focus inside a row. */
import type { KeyboardEvent } from "react";
import type { RowContent } from "./MessageRow.tsx";

export type Line = { kind: "section"; key: string; text: string } | { kind: "row"; key: string; row: RowContent };

/** Rows with a heading before each new section; a section without a name has none. */
export function listLines(rows: readonly (RowContent & { section: string })[]): Line[] {
  const lines: Line[] = [];
  let section: string | null = null;
  for (const row of rows) {
    const isNew = row.section !== section && row.section !== "";
    if (isNew) lines.push({ kind: "section", key: `section ${row.section}`, text: row.section });
    section = row.section;
    lines.push({ kind: "row", key: row.id, row });
  }
  return lines;
}

const PAGE = 8;

/** The row a key leads to, or null when the key does not move between rows. */
export function rowAfterKey(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: count - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
  };
  const target = steps[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

/** Left and right move between the link, the checkbox and the buttons of one row. */
export function moveInside(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return false;
  const row = (event.target as HTMLElement).closest("[data-row]");
  const stops = [...(row?.querySelectorAll<HTMLElement>("a, input, button") ?? [])];
  const order = stops.filter((stop) => stop.tagName === "A").concat(stops.filter((stop) => stop.tagName !== "A"));
  const at = order.indexOf(event.target as HTMLElement);
  order[at + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
  return true;
}
