// Words as the key of a link, and generated passphrases (section 9.1). Apart from links.ts, because of the list.
import { randomBytes } from "./encoding.ts";
import { must } from "./refused.ts";
import { WORDS } from "./wordlist.ts";

/** Words of a generated passphrase, and of a link that is made of words. */
export const PASSPHRASE_WORDS = 6;
export const LINK_WORDS = 7;
const MIN_WORDS = 6;
const MAX_WORDS = 12;
// As in linkcode.ts.
// eslint-disable-next-line no-control-regex
const BLANKS_AND_HYPHENS = /[\s\u001c-\u001f\u0085\u002d\u2010-\u2015\u2212]+/;

/** The one spelling of the words of a link; refuses with `form` unless they are six to twelve words of the list. */
export function linkWords(typed: string): string {
  const words = typed
    .normalize("NFKC")
    .toLowerCase()
    .split(BLANKS_AND_HYPHENS)
    .filter((word) => word !== "");
  const known = new Set(WORDS);
  const fits = words.length >= MIN_WORDS && words.length <= MAX_WORDS;
  must(fits && words.every((word) => known.has(word)), "form", "not the words of a link");
  return words.join("-");
}

/** Every word of the list that begins so, in order. */
export function wordsBeginning(letters: string): readonly string[] {
  return WORDS.filter((word) => word.startsWith(letters));
}

/** So many words of the list, each drawn by itself, joined by `-`. */
export function newWords(count: number): string {
  // 2,048 words: eleven bits of two bytes, without any bias.
  const bytes = randomBytes(2 * count);
  const words = Array.from({ length: count }, (_, at) => {
    const number = ((bytes[2 * at] as number) << 8) | (bytes[2 * at + 1] as number);
    return WORDS[number & 0x7ff] as string;
  });
  return words.join("-");
}
