// What a row of the list tells of an entry, so that people know theirs apart: never what is covered, but for the last four
// digits of a card, which stand on receipts as well.
import { type Field, isCovered, type Item } from "../crypto/items.ts";

/** The values of a field, as far as they are not covered. */
export function shownValues({ kind, fields }: Item, f: string): string[] {
  return fields.filter((field) => field.f === f && !isCovered(kind, field)).map(({ value }) => value);
}

const CARD = /^[0-9]{12,19}$/;
const ACCOUNT = /^(?:[0-9]{12,19}|[A-Z]{2}[0-9]{2}[A-Z0-9]{7,26}[0-9]{4})$/i;

/**
 * The last four digits of a card or of an account that is not covered; null for any other number: four digits would say
 * much of a short one, and what is longer than a number may end in something else.
 */
export function lastDigits({ kind, fields }: Item): string | null {
  const number = fields.find(({ f }) => f === "number");
  if (number === undefined || !mayTell(kind, number)) return null;
  const plain = number.value.replace(/[\s.-]/g, "");
  return (kind === "card" ? CARD : ACCOUNT).test(plain) ? plain.slice(-4) : null;
}

function mayTell(kind: string, number: Field): boolean {
  return kind === "card" || (kind === "bank" && !isCovered(kind, number));
}
