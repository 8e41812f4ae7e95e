// The languages of the outsider's page: which one is spoken, that nothing was left in English, and how they count and date.
import { afterEach, describe, expect, it, test } from "vitest";
import { fileSize } from "../../lib/fileNames.ts";
import { de } from "./de.ts";
import { en, type Words } from "./en.ts";
import { fr } from "./fr.ts";
import { langOf, speak, words } from "./language.ts";
import { sentWords, untilWords } from "./times.ts";

/** What is the same word in both. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  de: [
    ...["items.code", "items.fields.code", "items.fields.host", "items.fields.passphrase", "items.fields.port"],
    ...[
      "items.fields.token",
      "items.fields.url",
      "before.passphrase",
      "items.spelling.marks.̃",
      "items.spelling.marks.̊",
    ],
    ...["items.spelling.others.$", "items.spelling.others.+", "items.spelling.others.~"],
  ],
  fr: [
    ...["items.code", "items.fields.code", "items.fields.note", "items.fields.port", "items.kinds.wifi"],
    ...["items.spelling.marks.̃", "items.spelling.marks.̌", "items.spelling.digits.6", "items.spelling.others.$"],
    ...["items.spelling.others.+", "items.spelling.others.~", "items.spelling.others.'"],
  ],
};
const NAMES_OF_LETTERS = /^items\.spelling\.others\.[æÆðÐþÞ]$/;

/** What is a code for programs, a unit that all write alike, or only marks. */
const UNSPOKEN = /^files\.sizes\.units\.[123]$|^ended\.insecure\.open\.1$/;

/** Every sentence with the place that it has in its table; of a function, what it says of 1, 2 and a name. */
function sentences(value: unknown, place = ""): [string, string][] {
  if (typeof value === "string") return [[place, value]];
  if (typeof value === "function") {
    const say = value as (...given: unknown[]) => unknown;
    const given = place.endsWith("codeLater")
      ? [{ minutes: 2 }]
      : place.includes("times")
        ? ["Sun", "22 Nov", "18:00"]
        : [2, 2, 2];
    const named =
      /title|Text|text|hint|runBy|hidden|show|large|copy|copied|Copied|codeSent|refused|unknown|entry|Of$/.test(place);
    return sentences(named ? say("Maya", 2) : say(...given), place);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => sentences(inner, place === "" ? name : `${place}.${name}`));
}

afterEach(() => speak("en"));

describe.each([
  ["de", de],
  ["fr", fr],
])("in %s", (lang, table: Words) => {
  it("says nothing in English", () => {
    const english = new Map(sentences(en));
    const same = sentences(table)
      .filter(([place, said]) => said === english.get(place))
      .map(([place]) => place)
      .filter((place) => !NAMES_OF_LETTERS.test(place));
    expect(english.size).toBeGreaterThan(150);
    expect(same.filter((place) => !(SHARED[lang] ?? []).includes(place) && !UNSPOKEN.test(place))).toEqual([]);
  });

  it("leaves no sentence empty, and no hole in one", () => {
    for (const [place, said] of sentences(table)) {
      expect(said.trim(), place).not.toBe("");
      expect(said, place).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it("says so in the page", async () => {
    expect(document.documentElement.lang).not.toBe(lang);
    await speak(table.lang);
    expect([document.documentElement.lang, document.title]).toEqual([lang, table.title]);
    expect(words()).toBe(table);
  });
});

it("lets the language win that was wanted last", async () => {
  const late = speak("de");
  await speak("en");
  await late;
  expect(words()).toBe(en);
});

test.each([
  [["de-CH", "en"], "de"],
  [["nl", "FR-ca", "en"], "fr"],
  [["nl", "pl"], "en"],
  [[], "en"],
])("a browser that speaks %j is answered in %s", (languages, lang) => {
  expect(langOf(languages)).toBe(lang);
});

test("one is counted as one", () => {
  expect([en, de, fr].map((said) => [said.before.views(1), said.before.views(3)])).toEqual([
    ["1 view left.", "3 views left."],
    ["Noch 1 Ansicht.", "Noch 3 Ansichten."],
    ["Encore 1 consultation.", "Encore 3 consultations."],
  ]);
});

test("times are written as each language writes them", () => {
  const now = new Date(2026, 10, 20, 14, 32);
  const [end, today, yesterday, before] = [
    new Date(2026, 10, 22, 18, 0),
    new Date(2026, 10, 20, 9, 5),
    new Date(2026, 10, 19, 9, 5),
    new Date(2025, 2, 4, 9, 5),
  ];
  expect([en, de, fr].map((said) => untilWords(end, now, said))).toEqual([
    "Sunday 22 Nov at 18:00",
    "Sonntag, 22. Nov., 18:00 Uhr",
    "dimanche 22 nov. à 18:00",
  ]);
  expect(sentWords(today, now, en)).toBe("Sent today, 09:05");
  expect(sentWords(yesterday, now, de)).toBe("Gesendet gestern, 09:05");
  expect(sentWords(before, now, fr)).toBe("Envoyé mar. 4 mars 2025 à 09:05");
});

test("sizes have the comma and the units of the language", () => {
  expect([en, de, fr].map(({ files }) => fileSize(9_542_041, files.sizes))).toEqual(["9.1 MB", "9,1 MB", "9,1 Mo"]);
  expect([en, de, fr].map(({ files }) => fileSize(1, files.sizes))).toEqual(["1 byte", "1 Byte", "1 octet"]);
});
