/** How many of something, in a language: which form of the word, and how the number is written, are Intl's to know. */
import type { Lang } from "./lang.ts";

/** `counting("de")("Versuch", "Versuche")(2)` gives "2 Versuche". */
export function counting(lang: Lang): (one: string, other: string) => (count: number) => string {
  const [rules, numbers] = [new Intl.PluralRules(lang), new Intl.NumberFormat(lang)];
  return (one, other) => (count) => `${numbers.format(count)} ${rules.select(count) === "one" ? one : other}`;
}
