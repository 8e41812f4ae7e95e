// Random passwords with "at least n" of each kind, every possible text equally likely (section 15.4).
import { even, type Space } from "./drawing.ts";
import { checkRange, Impossible, isTyped } from "./impossible.ts";
import { KINDS, type KindName, type RandomSettings } from "./settings.ts";

export const LOOK_ALIKES = "0O1Il|";
const range = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join("");
export const CHARACTERS: Readonly<Record<KindName, string>> = {
  capitals: range(0x41, 0x5a),
  small: range(0x61, 0x7a),
  digits: range(0x30, 0x39),
  symbols: "!\"#$%&'*+,./:;=?@\\^`|~",
  brackets: "()<>[]{}",
  space: " ",
  minus: "-",
  underline: "_",
  accents: range(0xc0, 0xff).replace(/[\u00d7\u00f7]/g, ""),
};
const NAMES: Partial<Record<KindName | "other", string>> = {
  ...{ small: "small letters", space: "spaces", minus: "minus signs", underline: "underlines" },
};
const MOST = 64;

/** One kind as it takes part: its characters in order, those that must appear, how many there are at least. */
export interface Group {
  readonly kind: KindName | "other";
  readonly characters: readonly string[];
  readonly always: ReadonlySet<string>;
  readonly least: number;
}

/** All texts of these settings; `Impossible` when there are none. */
export function randomSpace(settings: RandomSettings): Space {
  checkRange("a length", settings.length, 8, 128);
  const groups = groupsOf(settings);
  check(settings, groups);
  return spaceOfGroups(groups, settings.length, settings.repeats);
}

/** The texts of `length` characters that these groups allow. */
export function spaceOfGroups(groups: readonly Group[], length: number, repeats: boolean): Space {
  const ways = new Ways(groups, repeats);
  return even(ways.fill(0, length), (number) => write(ways, length, number));
}

function groupsOf({ kinds, alike, always, without }: RandomSettings): Group[] {
  for (const { least } of kinds) checkRange("a least count", least, 0, 128);
  const wanted = Array.from(always);
  const unwanted = new Set(without);
  for (const [reason, text, title] of [
    ["always-character", always, "Always include"],
    ["without-character", without, "Leave out"],
  ] as const) {
    if (Array.from(text).length > MOST || !isTyped(text))
      throw new Impossible(reason, `${title} holds a character that cannot be typed.`);
  }
  const both = wanted.find((one) => unwanted.has(one));
  if (both !== undefined)
    throw new Impossible("always-and-without", `“${both}” stands in Always include and in Leave out.`);
  if (!alike) for (const one of LOOK_ALIKES) unwanted.add(one);
  const groups: Group[] = [];
  for (const kind of KINDS) {
    const on = kinds.find((one) => one.kind === kind);
    if (on === undefined) continue;
    const characters = Array.from(CHARACTERS[kind]).filter((one) => !unwanted.has(one));
    groups.push({
      kind,
      characters,
      always: new Set(wanted.filter((one) => characters.includes(one))),
      least: on.least,
    });
  }
  const other = new Set(wanted.filter((one) => !groups.some(({ characters }) => characters.includes(one))));
  if (other.size > 0) groups.push({ kind: "other", characters: sorted(other), always: other, least: 0 });
  return groups;
}

const sorted = (characters: Iterable<string>): string[] =>
  [...characters].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));

function check({ length, repeats }: RandomSettings, groups: readonly Group[]): void {
  const nameOf = ({ kind }: Group): string => NAMES[kind] ?? kind;
  if (groups.every(({ characters }) => characters.length === 0))
    throw new Impossible("nothing-chosen", "Choose at least one kind of character.");
  const empty = groups.find(({ least, characters }) => least > 0 && characters.length === 0);
  if (empty !== undefined) {
    const name = nameOf(empty);
    throw new Impossible("kind-empty", `No ${name} are left. Take some out of Leave out, or turn ${name} off.`);
  }
  const needed = groups.reduce((sum, { least, always }) => sum + Math.max(least, always.size), 0);
  if (needed > length) {
    const sentence = `The least counts come to ${needed} characters, more than the length of ${length}.`;
    throw new Impossible("least-too-many", sentence);
  }
  if (repeats) return;
  const small = groups.find(({ least, characters }) => characters.length < least);
  if (small !== undefined) {
    const sentence = `There are only ${small.characters.length} ${nameOf(small)}. Ask for fewer of them, or allow repeats.`;
    throw new Impossible("kind-too-small", sentence);
  }
  const there = groups.reduce((sum, { characters }) => sum + characters.length, 0);
  if (there < length) {
    const sentence = `There are only ${there} different characters for a length of ${length}. Allow repeats, or choose more kinds.`;
    throw new Impossible("too-few-characters", sentence);
  }
}

/** The counts W and F of 15.4, each worked out once. */
class Ways {
  readonly groups: readonly Group[];
  readonly repeats: boolean;
  readonly #inner = new Map<number, bigint>();
  readonly #fill = new Map<number, bigint>();
  readonly #choices: bigint[][] = [];

  constructor(groups: readonly Group[], repeats: boolean) {
    this.groups = groups;
    this.repeats = repeats;
  }

  /** C(n, k); 0 where k is negative or above n. */
  choices(n: number, k: number): bigint {
    for (let row = this.#choices.length; row <= n; row++) {
      const above = this.#choices[row - 1];
      this.#choices.push(Array.from({ length: row + 1 }, (_, at) => (above?.[at - 1] ?? 0n) + (above?.[at] ?? 0n)));
      if (row === 0) this.#choices[0] = [1n];
    }
    return this.#choices[n]?.[k] ?? 0n;
  }

  /** W: texts of `length` characters out of `there`, of which `pending` still have to appear. */
  inner(length: number, pending: number, there: number): bigint {
    if (length === 0) return pending === 0 ? 1n : 0n;
    if (there <= 0 || pending > length) return 0n;
    const key = (length * 512 + pending) * 512 + there;
    const known = this.#inner.get(key);
    if (known !== undefined) return known;
    const after = this.repeats ? there : there - 1;
    const value =
      BigInt(there - pending) * this.inner(length - 1, pending, after) +
      (pending === 0 ? 0n : BigInt(pending) * this.inner(length - 1, pending - 1, after));
    this.#inner.set(key, value);
    return value;
  }

  /** W for a whole kind. */
  of({ always, characters }: Group, length: number): bigint {
    return this.inner(length, always.size, characters.length);
  }

  /** F: ways to fill so many places with the kinds from this one on. */
  fill(kind: number, places: number): bigint {
    const group = this.groups[kind];
    if (group === undefined) return places === 0 ? 1n : 0n;
    const key = kind * 512 + places;
    const known = this.#fill.get(key);
    if (known !== undefined) return known;
    let sum = 0n;
    for (let k = group.least; k <= places; k++) sum += this.block(kind, places, k);
    this.#fill.set(key, sum);
    return sum;
  }

  /** The texts in which this kind has exactly `k` of the places. */
  block(kind: number, places: number, k: number): bigint {
    const own = this.of(this.groups[kind] as Group, k);
    return own === 0n ? 0n : this.choices(places, k) * own * this.fill(kind + 1, places - k);
  }
}

function write(ways: Ways, length: number, number: bigint): string {
  const written = Array.from({ length }, () => "");
  let free = written.map((_, place) => place);
  let rest = number;
  ways.groups.forEach((group, kind) => {
    let count = group.least;
    for (;;) {
      const block = ways.block(kind, free.length, count);
      if (rest < block) break;
      rest -= block;
      count += 1;
    }
    const others = ways.fill(kind + 1, free.length - count);
    const mine = rest / others;
    rest %= others;
    const own = ways.of(group, count);
    const places = placesOf(ways, free, count, mine / own);
    const characters = innerText(ways, group, count, mine % own);
    places.forEach((place, at) => (written[place] = characters[at] as string));
    free = free.filter((place) => !places.includes(place));
  });
  return written.join("");
}

/** Choice `number` of `count` of the free places, in lexicographic order. */
function placesOf(ways: Ways, free: readonly number[], count: number, number: bigint): number[] {
  const chosen: number[] = [];
  let rest = number;
  for (const [at, place] of free.entries()) {
    if (chosen.length === count) break;
    const block = ways.choices(free.length - at - 1, count - chosen.length - 1);
    if (rest < block) chosen.push(place);
    else rest -= block;
  }
  return chosen;
}

/** Text `number` of `count` characters of one kind. */
function innerText(ways: Ways, group: Group, count: number, number: bigint): string[] {
  const pending = new Set(group.always);
  let left = [...group.characters];
  let rest = number;
  const written: string[] = [];
  for (let k = count; k > 0; k--) {
    const after = ways.repeats ? left.length : left.length - 1;
    for (const character of left) {
      const block = ways.inner(k - 1, pending.size - (pending.has(character) ? 1 : 0), after);
      if (rest < block) {
        written.push(character);
        break;
      }
      rest -= block;
    }
    const last = written.at(-1) as string;
    pending.delete(last);
    if (!ways.repeats) left = left.filter((one) => one !== last);
  }
  return written;
}
