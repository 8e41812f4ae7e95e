// Words that can be spoken: consonants and vowels in turn, with a few pairs (section 15.5).
import { even, inBase, type Space } from "./drawing.ts";
import { checkRange, Impossible } from "./impossible.ts";
import type { PronounceableSettings } from "./settings.ts";

const VOWELS = "aeiou";
const LETTERS = Array.from("abdefghijklmnoprstuvwz");
const PAIRS = new Set("bl br dr fl fr gl gr kl kr pl pr sk sl sm sn sp st sw tr tw".split(" "));
const SYMBOLS = "!#$%&*+-=?@_";
const LEAST_LETTERS = 4;

/** All such words of these settings. */
export function pronounceableSpace(settings: PronounceableSettings): Space {
  checkRange("a length", settings.length, 8, 64);
  checkRange("a number of digits", settings.digits, 0, 8);
  checkRange("a number of symbols", settings.symbols, 0, 8);
  const letters = settings.length - settings.digits - settings.symbols;
  if (letters < LEAST_LETTERS) {
    const sentence = "Leave at least 4 letters: make it longer, or use fewer digits and symbols.";
    throw new Impossible("too-few-letters", sentence);
  }
  const masks = settings.capitals === "mixed" ? 1n << BigInt(letters) : 1n;
  const digits = 10n ** BigInt(settings.digits);
  const symbols = BigInt(SYMBOLS.length) ** BigInt(settings.symbols);
  return even(wordsFrom("", letters) * masks * digits * symbols, (number) => {
    const last = inBase(number % symbols, SYMBOLS.length, settings.symbols).map((index) => SYMBOLS[index]);
    const middle = inBase((number / symbols) % digits, 10, settings.digits);
    const above = number / symbols / digits;
    const mask = settings.capitals === "first" ? 1n << BigInt(letters - 1) : above % masks;
    const capital = inBase(mask, 2, letters);
    const word = Array.from(wordAt(above / masks, letters)).map((one, at) =>
      capital[at] === 1 ? one.toUpperCase() : one,
    );
    return [...word, ...middle, ...last].join("");
  });
}

/** The state after one more letter: "" at the beginning, else a vowel, a consonant or a pair; null when unsaid. */
function after(state: string, letter: string): string | null {
  const isOpen = state === "" || VOWELS.includes(state);
  if (VOWELS.includes(letter)) return isOpen && state !== "" ? null : letter;
  if (isOpen) return letter;
  return PAIRS.has(state + letter) ? state + letter : null;
}

const known = new Map<string, bigint>();

/** How many ways there are to go on for so many letters. */
function wordsFrom(state: string, letters: number): bigint {
  if (letters === 0) return PAIRS.has(state) ? 0n : 1n;
  const key = `${state} ${letters}`;
  let sum = known.get(key);
  if (sum === undefined) {
    sum = 0n;
    for (const letter of LETTERS) {
      const next = after(state, letter);
      if (next !== null) sum += wordsFrom(next, letters - 1);
    }
    known.set(key, sum);
  }
  return sum;
}

function wordAt(number: bigint, letters: number): string {
  let [state, word, rest] = ["", "", number];
  for (let left = letters - 1; left >= 0; left--) {
    for (const letter of LETTERS) {
      const next = after(state, letter);
      if (next === null) continue;
      const block = wordsFrom(next, left);
      if (rest < block) {
        [state, word] = [next, word + letter];
        break;
      }
      rest -= block;
    }
  }
  return word;
}
