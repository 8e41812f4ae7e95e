// Items as a page shows them: kinds and fields that this version does not know come as `other` and `custom`.
import { FIELD_NAMES, isCovered, type Item, KINDS } from "../crypto/items.ts";
import type { ItemFacts } from "./shapes.ts";

export function shownItem({ kind, from, title, fields, att }: Item): ItemFacts {
  return {
    ...{ kind: KINDS.has(kind) ? kind : "other", from, title, att: att ?? [] },
    fields: fields.map((field) => ({
      f: FIELD_NAMES.has(field.f) ? field.f : "custom",
      label: field.label ?? (FIELD_NAMES.has(field.f) ? null : field.f),
      value: field.value,
      isCovered: isCovered(kind, field),
    })),
  };
}
