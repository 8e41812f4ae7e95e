// The fields of an entry while a file is being read: only those that hold something.
//
// Stands apart from what gathers them, so that a reader which is fetched by itself brings no other code along.
import type { Field } from "../crypto/items.ts";

/** An entry as a file has it. */
export interface Raw {
  readonly kind: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** From the outermost folder to the innermost. */
  readonly folder?: readonly string[];
  readonly tags?: readonly string[];
  readonly fav?: boolean;
  /** `YYYY-MM-DD` */
  readonly exp?: string | null;
}

/** A field, or none when there is no value. */
export function field(f: string, value: string): readonly Field[] {
  return value === "" ? [] : [{ f, value }];
}

/** A field with a name of its own. */
export function own(label: string, value: string, hide = false): readonly Field[] {
  return value === "" ? [] : [{ f: "custom", label, value, ...(hide ? { hide: true as const } : {}) }];
}
