/** How files are doing, for what draws just that. */
import { useSyncExternalStore } from "react";
import type { Doing, FileRow, ShownFiles } from "./filesModel.ts";

/** One of them; undefined when it has just gone. */
export function useRow(doing: Doing, id: number): FileRow | undefined {
  return useSyncExternalStore(doing.subscribe, () => doing.rows().find((row) => row.id === id));
}

/** All that are listed, as they are now. */
export function useRows({ listed, doing }: ShownFiles): readonly FileRow[] {
  return among(useSyncExternalStore(doing.subscribe, doing.rows), listed);
}

/** What `words` says of those that are listed: drawn anew only when that changes. */
export function useSaid(
  { listed, doing }: ShownFiles,
  words: (rows: readonly FileRow[]) => string | null,
): string | null {
  return useSyncExternalStore(doing.subscribe, () => words(among(doing.rows(), listed)));
}

function among(rows: readonly FileRow[], listed: ShownFiles["listed"]): readonly FileRow[] {
  const ids = new Set(listed.map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}
