// Passphrases from the word lists of section 15.5.
import { even, inBase, type Space } from "./drawing.ts";
import { checkRange, Impossible } from "./impossible.ts";
import type { PassphraseSettings } from "./settings.ts";

/** All passphrases of these settings; `words` is the list of their language. */
export function passphraseSpace(settings: PassphraseSettings, words: readonly string[]): Space {
  const { words: count, language, separator, capitals, number: numbered } = settings;
  checkRange("a number of words", count, 3, 12);
  // The only list that cannot be cut into its words again.
  if (language === "es" && separator === "" && !capitals) {
    const sentence = "Choose a separator or capital letters. Without them, different words could read the same.";
    throw new Impossible("words-run-together", sentence);
  }
  const extra = numbered ? 10n * BigInt(count) : 1n;
  return even(BigInt(words.length) ** BigInt(count) * extra, (number) => {
    const chosen = inBase(number / extra, words.length, count).map((index) => {
      const word = words[index] as string;
      return capitals ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
    });
    if (numbered) {
      const end = Number(number % extra);
      const place = Math.floor(end / 10);
      chosen[place] = `${chosen[place] ?? ""}${end % 10}`;
    }
    return chosen.join(separator);
  });
}
