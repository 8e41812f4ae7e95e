/** A text in words, one for each character, to be read over the phone (spec/generator.md 15.8). */

const LETTERS = (
  "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo " +
  "sierra tango uniform victor whiskey xray yankee zulu"
).split(" ");
const DIGITS = "zero one two three four five six seven eight nine".split(" ");
const MARKS: Readonly<Record<string, string>> = {
  ...{ "\u0300": "grave", "\u0301": "acute", "\u0302": "circumflex", "\u0303": "tilde" },
  ...{ "\u0308": "diaeresis", "\u030a": "ring", "\u030c": "caron", "\u0327": "cedilla" },
};
const OTHERS: Readonly<Record<string, string>> = {
  ...{ " ": "space", "!": "exclamation mark", '"': "double quote", "#": "hash", $: "dollar", "%": "percent" },
  ...{ "&": "ampersand", "'": "apostrophe", "(": "left parenthesis", ")": "right parenthesis", "*": "star" },
  ...{ "+": "plus", ",": "comma", "-": "dash", ".": "full stop", "/": "slash", ":": "colon", ";": "semicolon" },
  ...{ "<": "less than", "=": "equals", ">": "greater than", "?": "question mark", "@": "at", "[": "left bracket" },
  ...{ "\\": "backslash", "]": "right bracket", "^": "caret", _: "underline", "`": "backtick", "{": "left brace" },
  ...{ "|": "bar", "}": "right brace", "~": "tilde", æ: "ae", Æ: "AE", ø: "oscar stroke", Ø: "OSCAR stroke" },
  ...{ ß: "sharp s", ð: "eth", Ð: "ETH", þ: "thorn", Þ: "THORN" },
};

/** The words of all characters, with a comma and a blank between. */
export function spellOut(text: string): string {
  return Array.from(text).map(spelled).join(", ");
}

/** The word of one character; capitals are in capitals. */
export function spelled(character: string): string {
  const other = OTHERS[character];
  if (other !== undefined) return other;
  if (/^[0-9]$/.test(character)) return DIGITS[Number(character)] as string;
  const [letter = "", mark, ...more] = character.normalize("NFD");
  if (/^[a-z]$/i.test(letter) && more.length === 0) {
    const word = LETTERS[letter.toLowerCase().charCodeAt(0) - 97] as string;
    const cased = letter === letter.toUpperCase() ? word.toUpperCase() : word;
    if (mark === undefined) return cased;
    const name = MARKS[mark];
    if (name !== undefined) return `${cased} ${name}`;
  }
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase();
  return `character U+${code.padStart(4, "0")}`;
}
