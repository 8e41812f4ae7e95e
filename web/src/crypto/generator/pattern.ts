// Read a pattern: one set of characters for each place (section 15.7).
import { Impossible, isTyped } from "./impossible.ts";

const SMALL = "abcdefghijklmnopqrstuvwxyz";
const CAPITALS = SMALL.toUpperCase();
const DIGITS = "0123456789";
const VOWELS = "aeiou";
const CONSONANTS = "bcdfghjklmnpqrstvwxyz";
const SPECIAL = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const LATIN = Array.from({ length: 0x100 - 0xa1 }, (_, at) => String.fromCodePoint(0xa1 + at))
  .filter((one) => one !== "\u00ad")
  .join("");
const KEYS: Readonly<Record<string, string>> = {
  ...{ a: SMALL + DIGITS, A: SMALL + CAPITALS + DIGITS, U: CAPITALS + DIGITS, d: DIGITS },
  ...{ v: VOWELS, V: VOWELS + VOWELS.toUpperCase(), Z: VOWELS.toUpperCase() },
  ...{ c: CONSONANTS, C: CONSONANTS + CONSONANTS.toUpperCase(), z: CONSONANTS.toUpperCase() },
  ...{ h: `${DIGITS}abcdef`, H: `${DIGITS}ABCDEF`, l: SMALL, L: SMALL + CAPITALS, u: CAPITALS },
  ...{ p: ",.;:", b: "()<>[]{}", s: SPECIAL, S: SMALL + CAPITALS + DIGITS + SPECIAL, x: LATIN },
};
const MOST = 128;
const MOST_TYPED = 256;

/** What stands for one character, and what comes after it. */
interface Read {
  readonly set: ReadonlySet<string>;
  readonly next: number;
}

/** The set of each place, its characters by code point; `Impossible` with one of the reasons `pattern-…`. */
export function readPattern(pattern: string): string[][] {
  const typed = Array.from(pattern);
  if (typed.length === 0) throw new Impossible("pattern-empty", "Type a pattern.");
  if (typed.length > MOST_TYPED) throw tooLong();
  if (!isTyped(pattern))
    throw new Impossible("pattern-character", "The pattern holds a character that cannot be typed.");
  const places: string[][] = [];
  let at = 0;
  while (at < typed.length) {
    if (typed[at] === "{") {
      const { count, next } = readCount(typed, at, places.length === 0);
      for (let more = 1; more < count; more++) places.push(places.at(-1) as string[]);
      at = next;
    } else {
      const { set, next } = readSet(typed, at);
      places.push([...set].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number)));
      at = next;
    }
    if (places.length > MOST) throw tooLong();
  }
  return places;
}

function readSet(typed: readonly string[], at: number): Read {
  if (typed[at] !== "[") return readOne(typed, at);
  const inside = new Set<string>();
  let takesOut = false;
  let next = at + 1;
  while (next < typed.length && typed[next] !== "]") {
    if (typed[next] === "^" && !takesOut) {
      takesOut = true;
      next += 1;
      continue;
    }
    const one = readOne(typed, next);
    for (const character of one.set) {
      if (takesOut) inside.delete(character);
      else inside.add(character);
    }
    next = one.next;
  }
  if (next >= typed.length) throw unfinished();
  if (inside.size === 0) throw new Impossible("pattern-set-empty", "[ ] in the pattern holds no character.");
  return { set: inside, next: next + 1 };
}

/** A key letter, an escaped character, or a character for itself. */
function readOne(typed: readonly string[], at: number): Read {
  const one = typed[at] as string;
  if (one !== "\\") return { set: new Set(Object.hasOwn(KEYS, one) ? KEYS[one] : [one]), next: at + 1 };
  const escaped = typed[at + 1];
  if (escaped === undefined) throw unfinished();
  return { set: new Set([escaped]), next: at + 2 };
}

function readCount(typed: readonly string[], at: number, isFirst: boolean): { count: number; next: number } {
  const end = typed.indexOf("}", at);
  if (end < 0) throw unfinished();
  const digits = typed.slice(at + 1, end).join("");
  if (isFirst || !/^[1-9][0-9]{0,2}$/.test(digits) || Number(digits) > MOST)
    throw new Impossible("pattern-count", "{n} repeats what stands before it, 1 to 128 times.");
  return { count: Number(digits), next: end + 1 };
}

function tooLong(): Impossible {
  return new Impossible("pattern-long", "The pattern is too long. At most 128 characters come out of it.");
}

function unfinished(): Impossible {
  const sentence = "The pattern is not finished: after \\ comes a character, and [ and { need their ends.";
  return new Impossible("pattern-unfinished", sentence);
}
