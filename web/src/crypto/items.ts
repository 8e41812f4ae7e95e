// Items of a message: credentials and copies of entries (section 6.1); also the shape of a saved entry.
//
// An item that breaks a rule refuses the whole message. Kinds and fields that this version does not know are kept, and
// shown as `other` and `custom`.
import { codePoints, utf8 } from "./encoding.ts";
import { must } from "./refused.ts";
import { type JsonObject, list, objects, oneOf, text } from "./strictjson.ts";

export type Field = {
  readonly f: string;
  /** Always and only with `custom`. */
  readonly label?: string;
  readonly value: string;
  /** Covered by the reader, whatever `f` is. */
  readonly hide?: true;
};

export type Item = {
  readonly i: number;
  readonly kind: string;
  readonly from: "new" | "entry";
  readonly title: string;
  readonly fields: readonly Field[];
  /** Indexes of the message's files that belong to this item. */
  readonly att?: readonly number[];
};

export const MAX_ITEMS = 50;
const MAX_FIELDS = 50;
const MAX_TITLE = 1000;
const MAX_LABEL = 200;
const MAX_VALUE_BYTES = 64 * 1024;
const WORD = /^[a-z][a-z0-9-]{0,31}$/;

/** Kinds and fields that this version knows. */
export const KINDS: ReadonlySet<string> = new Set(
  "login note ssh-key api-key card identity bank wifi database certificate licence other".split(" "),
);
export const FIELD_NAMES: ReadonlySet<string> = new Set(
  [
    ...["username password url note totp custom private-key public-key passphrase token number holder expires"],
    ...["code host port database"],
  ].flatMap((names) => names.split(" ")),
);
const COVERED = new Set(["password", "totp", "private-key", "passphrase", "token", "code"]);

/** Whether a reader has to cover the value until the person asks for it. */
export function isCovered(kind: string, field: Field): boolean {
  return field.hide === true || COVERED.has(field.f) || (field.f === "number" && kind === "card");
}

/** The field that holds the password of an item: the first `password` with a value. -1 without one. */
export function passwordAt({ fields }: Item): number {
  return fields.findIndex(({ f, value }) => f === "password" && value !== "");
}

export function passwordOf(item: Item): string | null {
  return item.fields[passwordAt(item)]?.value ?? null;
}

/** The items of a message with so many files. Refuses with `form`. */
export function checkItems(values: readonly JsonObject[], files: number): void {
  must(values.length >= 1 && values.length <= MAX_ITEMS, "form", "no items, or too many");
  const used = values.flatMap((value, index) => {
    checkItem(value);
    must(value["i"] === index, "form", "items in another order");
    return "att" in value ? checkIndexes(value, files) : [];
  });
  must(new Set(used).size === used.length, "form", "one file in two items");
}

/** One item; its `i` and `att` are for the caller to check. Refuses with `form`. */
export function checkItem(value: JsonObject): void {
  must(WORD.test(text(value, "kind")), "form", "kind");
  oneOf(value, "from", ["new", "entry"]);
  must(codePoints(text(value, "title")) <= MAX_TITLE, "form", "the title is too long");
  const fields = objects(value, "fields");
  must(fields.length <= MAX_FIELDS, "form", "too many fields");
  fields.forEach(checkField);
}

function checkField(field: JsonObject): void {
  const name = text(field, "f");
  must(WORD.test(name), "form", "f");
  must(utf8(text(field, "value")).length <= MAX_VALUE_BYTES, "form", "the value is too long");
  must((name === "custom") === "label" in field, "form", "a label where none belongs, or none where one does");
  if ("label" in field) {
    const length = codePoints(text(field, "label"));
    must(length >= 1 && length <= MAX_LABEL, "form", "the length of a label");
  }
  must(!("hide" in field) || field["hide"] === true, "form", "hide");
}

function checkIndexes(value: JsonObject, files: number): readonly number[] {
  const indexes = list(value, "att");
  const isThere = (index: unknown): index is number => typeof index === "number" && index >= 0 && index < files;
  must(indexes.length > 0 && indexes.every(isThere), "form", "a file that is not there");
  return indexes;
}
