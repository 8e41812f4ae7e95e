/** Which types of entries a list shows: all, the common ones by a press, every other one from a menu. */
import { liesIn } from "./model.ts";
import type { EntryRow } from "./model.ts";

/** `kinds` null: every one. */
export const COMMON_KINDS = [
  { value: "all", label: "All", kinds: null },
  { value: "logins", label: "Logins", kinds: ["login"] },
  { value: "keys", label: "Keys", kinds: ["ssh-key", "api-key"] },
  { value: "cards", label: "Cards", kinds: ["card"] },
] as const;
export const OTHER_KINDS = [
  { value: "notes", label: "Secure notes", kinds: ["note"] },
  { value: "identities", label: "Identities", kinds: ["identity"] },
  { value: "banks", label: "Bank accounts", kinds: ["bank"] },
  { value: "networks", label: "Wi-Fi networks", kinds: ["wifi"] },
  { value: "databases", label: "Databases", kinds: ["database"] },
  { value: "certificates", label: "Certificates", kinds: ["certificate"] },
  { value: "licences", label: "Software licences", kinds: ["licence"] },
  { value: "custom", label: "Custom entries", kinds: ["other"] },
] as const;
const FILTERS = [...COMMON_KINDS, ...OTHER_KINDS];
export type KindFilter = (typeof FILTERS)[number]["value"];

function one(filter: KindFilter): (typeof FILTERS)[number] | undefined {
  return FILTERS.find(({ value }) => value === filter);
}

export function ofKind(rows: readonly EntryRow[], filter: KindFilter): readonly EntryRow[] {
  const kinds: readonly string[] | null = one(filter)?.kinds ?? null;
  return kinds === null ? rows : rows.filter(({ kind }) => kinds.includes(kind));
}

/** Those of a type, in a folder or one within it; folder empty: wherever they lie. */
export function filtered(rows: readonly EntryRow[], filter: KindFilter, folder: string): readonly EntryRow[] {
  return ofKind(rows, filter).filter((row) => folder === "" || liesIn(row, folder));
}

/** In a sentence: "keys", "Wi-Fi networks", "entries". */
export function kindWords(filter: KindFilter): string {
  if (filter === "all") return "entries";
  const label: string = one(filter)?.label ?? "";
  return label.startsWith("Wi-Fi") ? label : label.toLowerCase();
}
