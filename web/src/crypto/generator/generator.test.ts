// Draws are even, by a test that a biased sampler does not pass; and every promise of the settings holds in what comes out.
import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { wordList, type WordListName } from "../../lib/wordlists.ts";
import { type ByteSource, drawBelow } from "./drawing.ts";
import { generate, spaceOf } from "./generating.ts";
import { CHARACTERS, LOOK_ALIKES } from "./randomtext.ts";
import { KINDS, type Settings } from "./settings.ts";

vi.setConfig({ testTimeout: 30_000 });

const random: ByteSource = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const DRAWS = 40_000;

/** What a careless generator does: the low numbers come more often. */
const byRemainder = (limit: bigint, source: ByteSource): bigint => BigInt(source(1)[0] as number) % limit;

/** How far the counts are from even, in standard deviations of the chi-square distribution. */
function unevenness(sampler: typeof drawBelow, limit: number): number {
  const seen = new Array<number>(limit).fill(0);
  for (let draw = 0; draw < DRAWS; draw++) {
    const number = Number(sampler(BigInt(limit), random));
    seen[number] = (seen[number] ?? 0) + 1;
  }
  const expected = DRAWS / limit;
  const value = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (value - (limit - 1)) / Math.sqrt(2 * (limit - 1));
}

function made(settings: Settings, words: readonly string[] = []): readonly string[] {
  const result = generate(settings, 3, words, random);
  return "texts" in result ? result.texts : [];
}

describe("a draw", () => {
  // An even sampler is 6 deviations off less than once in a million runs; bias by remainder shows with 15 and more.
  it.each([62, 94, 100, 200])("below %i is even, and the one by remainder is caught", (limit) => {
    expect(unevenness(drawBelow, limit)).toBeLessThan(6);
    expect(unevenness(byRemainder, limit)).toBeGreaterThan(6);
  });

  it("takes whole rows of bytes and forgets those that do not fit", () => {
    const rows = [Uint8Array.of(0xff, 0xff), Uint8Array.of(0x03, 0xe8), Uint8Array.of(0xfb, 0xe7)];
    expect(drawBelow(1000n, () => rows.shift() as Uint8Array)).toBe(999n);
    expect(rows).toHaveLength(0);
  });

  it("below one takes no byte", () => {
    const none: ByteSource = () => {
      throw new Error("bytes were taken");
    };
    expect(drawBelow(1n, none)).toBe(0n);
  });
});

describe("a random password", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ0129!#- _é|l()")), maxLength: 6 });
  const kind = fc.record({ kind: fc.constantFrom(...KINDS), least: fc.integer({ min: 0, max: 6 }) });
  const settings = fc.record({
    mode: fc.constant("random" as const),
    length: fc.integer({ min: 8, max: 40 }),
    kinds: fc.uniqueArray(kind, { selector: (one) => one.kind }),
    ...{ alike: fc.boolean(), repeats: fc.boolean(), always: text, without: text },
  });

  it("keeps every promise of its settings", () => {
    fc.assert(
      fc.property(settings, (chosen) => {
        for (const password of made(chosen)) {
          const characters = Array.from(password);
          expect(characters).toHaveLength(chosen.length);
          const allowed = chosen.kinds.map((one) => CHARACTERS[one.kind]).join("") + chosen.always;
          for (const one of chosen.kinds)
            expect(characters.filter((each) => CHARACTERS[one.kind].includes(each)).length).toBeGreaterThanOrEqual(
              one.least,
            );
          expect(characters.every((one) => allowed.includes(one))).toBe(true);
          expect(Array.from(chosen.always).every((one) => characters.includes(one))).toBe(true);
          expect(characters.some((one) => chosen.without.includes(one))).toBe(false);
          const alike = characters.filter((one) => LOOK_ALIKES.includes(one) && !chosen.always.includes(one));
          if (!chosen.alike) expect(alike).toEqual([]);
          if (!chosen.repeats) expect(new Set(characters).size).toBe(characters.length);
        }
      }),
    );
  });
});

describe("a PIN", () => {
  it("of four comes in every possible form and no other", () => {
    const space = spaceOf({ mode: "pin", length: 4, runs: false, repeats: false, dates: false }, []);
    const texts = Array.from({ length: Number(space.span) }, (_, number) => space.text(BigInt(number)));
    const pins = texts.filter((text) => text !== null);
    expect(BigInt(new Set(pins).size)).toBe(space.size);
    for (const pin of pins)
      expect(pin).not.toMatch(/(.)\1|012|123|234|345|456|567|678|789|987|876|765|654|543|432|321|210/);
    expect(pins).not.toContain("1952");
    expect(pins).not.toContain("2412");
  });
});

describe("a shuffled pattern", () => {
  it("holds each text once, however its sets overlap", () => {
    const space = spaceOf({ mode: "pattern", pattern: "[ef][fg][ge]v", shuffle: true }, []);
    const texts = Array.from({ length: Number(space.span) }, (_, number) => space.text(BigInt(number)));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).toContain("feeg");
    expect(texts).not.toContain("aaef");
  });
});

describe("the word lists", () => {
  const lists: [WordListName, number][] = [
    ...(["cs", "es", "fr", "it", "pt"] as const).map((name): [WordListName, number] => [name, 2048]),
    ["en", 7776],
  ];
  it.each(lists)("%s is the one of the specification", async (name, count) => {
    const words = await wordList(name);
    expect(words).toHaveLength(count);
    const bytes = new TextEncoder().encode(`${words.join("\n")}\n`);
    const hash = Buffer.from(await webcrypto.subtle.digest("SHA-256", bytes)).toString("hex");
    const { readFileSync } = await import("node:fs");
    const spec = readFileSync(new URL("../../../../spec/generator.md", import.meta.url), "utf8");
    expect(spec).toContain(`| \`${name}\` | ${count.toLocaleString("en")} | \`${hash}\` |`);
  });

  it("make passphrases of their words", async () => {
    const words = await wordList("en");
    const settings: Settings = {
      ...{ mode: "passphrase", words: 6, language: "en", separator: " ", capitals: false, number: false },
    };
    for (const text of made(settings, words)) for (const word of text.split(" ")) expect(words).toContain(word);
  });
});
