// Passwords after a pattern, in its order or shuffled fairly (section 15.7).
import { even, type Space } from "./drawing.ts";
import { Impossible } from "./impossible.ts";
import { readPattern } from "./pattern.ts";
import type { PatternSettings } from "./settings.ts";

const MOST_COUNTS = 2048;
type Count = readonly number[];

/** All texts of the pattern; `Impossible` when it cannot be read or not be shuffled fairly. */
export function patternSpace({ pattern, shuffle }: PatternSettings): Space {
  const places = readPattern(pattern);
  return shuffle ? shuffled(places) : inOrder(places);
}

function inOrder(places: readonly string[][]): Space {
  const span = places.reduce((product, set) => product * BigInt(set.length), 1n);
  return even(span, (number) => {
    let rest = number;
    const written = places.toReversed().map((set) => {
      const index = rest % BigInt(set.length);
      rest /= BigInt(set.length);
      return set[Number(index)] as string;
    });
    return written.reverse().join("");
  });
}

function shuffled(places: readonly string[][]): Space {
  const parts = partsOf(places);
  const sizes = parts.map((part) => BigInt(part.length));
  const blocks = countsOf(places, parts).map((count) => ({ count, size: textsOf(count, sizes) }));
  const span = blocks.reduce((sum, { size }) => sum + size, 0n);
  return even(span, (number) => {
    let rest = number;
    for (const { count, size } of blocks) {
      if (rest < size) return write(rest, count, parts);
      rest -= size;
    }
    throw new Error("a number beyond the span");
  });
}

/** All characters, grouped by the sets that they are in; by code point. */
function partsOf(places: readonly string[][]): string[][] {
  const sets = [...new Map(places.map((set) => [set.join(""), new Set(set)])).values()];
  const all = [...new Set(places.flat())].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));
  const grouped = new Map<string, string[]>();
  for (const character of all) {
    const key = sets.map((set) => (set.has(character) ? "1" : "0")).join("");
    grouped.set(key, [...(grouped.get(key) ?? []), character]);
  }
  return [...grouped.values()];
}

/** How many characters of each part a text can have, in lexicographic order. */
function countsOf(places: readonly string[][], parts: readonly string[][]): Count[] {
  let reached = new Map<string, Count>([["", parts.map(() => 0)]]);
  for (const set of places) {
    const inside = parts.flatMap((part, index) => (set.includes(part[0] as string) ? [index] : []));
    const after = new Map<string, Count>();
    for (const count of reached.values()) {
      for (const index of inside) {
        const more = count.with(index, (count[index] as number) + 1);
        after.set(more.join(" "), more);
      }
    }
    if (after.size > MOST_COUNTS) {
      const sentence =
        "These characters overlap too much to be shuffled fairly. Use fewer different ones, or turn Shuffle off.";
      throw new Impossible("shuffle-too-mixed", sentence);
    }
    reached = after;
  }
  return [...reached.values()].sort((a, b) => {
    const at = a.findIndex((one, index) => one !== b[index]);
    return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
  });
}

function textsOf(count: Count, sizes: readonly bigint[]): bigint {
  let texts = factorial(count.reduce((sum, one) => sum + one, 0));
  for (const one of count) texts /= factorial(one);
  count.forEach((one, index) => (texts *= (sizes[index] as bigint) ** BigInt(one)));
  return texts;
}

function factorial(n: number): bigint {
  let product = 1n;
  for (let factor = 2n; factor <= BigInt(n); factor++) product *= factor;
  return product;
}

function write(number: bigint, count: Count, parts: readonly string[][]): string {
  const sizes = parts.map((part) => BigInt(part.length));
  let [left, rest, written] = [count, number, ""];
  while (left.some((one) => one > 0)) {
    for (const [index, part] of parts.entries()) {
      if (left[index] === 0) continue;
      const after = left.with(index, (left[index] as number) - 1);
      const each = textsOf(after, sizes);
      const block = BigInt(part.length) * each;
      if (rest < block) {
        written += part[Number(rest / each)] as string;
        [left, rest] = [after, rest % each];
        break;
      }
      rest -= block;
    }
  }
  return written;
}
