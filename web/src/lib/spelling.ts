/** A text in words, one for each character, to be read over the phone (spec/generator.md 15.8). */

const LETTERS = (
  "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo " +
  "sierra tango uniform victor whiskey xray yankee zulu"
).split(" ");
const DIGITS = "zero one two three four five six seven eight nine".split(" ");
const MARKS = {
  ...{ "\u0300": "grave", "\u0301": "acute", "\u0302": "circumflex", "\u0303": "tilde" },
  ...{ "\u0308": "diaeresis", "\u030a": "ring", "\u030c": "caron", "\u0327": "cedilla" },
};
const OTHERS = {
  ...{ " ": "space", "!": "exclamation mark", '"': "double quote", "#": "hash", $: "dollar", "%": "percent" },
  ...{ "&": "ampersand", "'": "apostrophe", "(": "left parenthesis", ")": "right parenthesis", "*": "star" },
  ...{ "+": "plus", ",": "comma", "-": "dash", ".": "full stop", "/": "slash", ":": "colon", ";": "semicolon" },
  ...{ "<": "less than", "=": "equals", ">": "greater than", "?": "question mark", "@": "at", "[": "left bracket" },
  ...{ "\\": "backslash", "]": "right bracket", "^": "caret", _: "underline", "`": "backtick", "{": "left brace" },
  ...{ "|": "bar", "}": "right brace", "~": "tilde", æ: "ae", Æ: "AE", ø: "oscar stroke", Ø: "OSCAR stroke" },
  ...{ ß: "sharp s", ð: "eth", Ð: "ETH", þ: "thorn", Þ: "THORN" },
};

/** What everything but the letters is called in a language; the words of the letters are the same in all. */
export interface SpellingNames {
  readonly digits: readonly string[];
  readonly marks: Readonly<Record<keyof typeof MARKS, string>>;
  readonly others: Readonly<Record<keyof typeof OTHERS, string>>;
  readonly newLine: string;
  /** `code`: its number, hexadecimal. */
  readonly unknown: (code: string) => string;
}

export const ENGLISH_SPELLING: SpellingNames = {
  digits: DIGITS,
  marks: MARKS,
  others: OTHERS,
  newLine: "new line",
  unknown: (code) => `character U+${code}`,
};

/** The words of all characters, with a comma and a blank between. */
export function spellOut(text: string): string {
  return Array.from(text)
    .map((character) => spelled(character))
    .join(", ");
}

/** The word of one character; capitals are in capitals. */
export function spelled(character: string, names: SpellingNames = ENGLISH_SPELLING): string {
  const marks: Readonly<Record<string, string>> = names.marks;
  const others: Readonly<Record<string, string>> = names.others;
  const other = others[character];
  if (other !== undefined) return other;
  if (/^[0-9]$/.test(character)) return names.digits[Number(character)] as string;
  const [letter = "", mark, ...more] = character.normalize("NFD");
  if (/^[a-z]$/i.test(letter) && more.length === 0) {
    const word = LETTERS[letter.toLowerCase().charCodeAt(0) - 97] as string;
    const cased = letter === letter.toUpperCase() ? word.toUpperCase() : word;
    if (mark === undefined) return cased;
    const name = marks[mark];
    if (name !== undefined) return `${cased} ${name}`;
  }
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase();
  return names.unknown(code.padStart(4, "0"));
}
