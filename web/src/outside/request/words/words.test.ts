// Who reads an answer, as the page says it in each language: before anything is typed, beside the button, and at the end.
import { expect, test } from "vitest";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

const TABLES = [en, de, fr];

test("nobody but the asker is named where nobody else reads", () => {
  expect(TABLES.map((said) => said.noted("Alice", 0))).toEqual([
    "Nobody but Alice can read it.",
    "Nur Alice kann es lesen.",
    "Personne ne peut le lire, sauf Alice.",
  ]);
  expect(TABLES.map((said) => said.sent.text("Alice", 0))).toEqual([
    "Only Alice can read it. You can close this page.",
    "Nur Alice kann es lesen. Sie können diese Seite schließen.",
    "Personne ne peut le lire, sauf Alice. Vous pouvez fermer cette page.",
  ]);
  expect(TABLES.map((said) => said.compare("Alice", 0).split(/[,.] /).at(-1))).toEqual([
    "your answer goes to Alice and nobody else.",
    "geht Ihre Antwort an Alice und an niemanden sonst.",
    "votre réponse va à Alice et à personne d’autre.",
  ]);
});

test.each([
  [1, ["1 other person", "1 weitere Person", "1 autre personne"]],
  [2, ["2 other people", "2 weitere Personen", "2 autres personnes"]],
  [1000, ["1,000 other people", "1.000 weitere Personen", "1\u202f000 autres personnes"]],
])("%i others are counted as each language counts", (others, [english = "", german = "", french = ""]) => {
  expect(TABLES.map((said) => said.readers("Alice", others))).toEqual([
    `Only Alice and ${english} chosen by Alice can read your answer.`,
    `Nur Alice und ${german} nach Wahl von Alice können Ihre Antwort lesen.`,
    `Personne ne peut lire votre réponse, sauf Alice et ${french} de son choix.`,
  ]);
  expect(TABLES.map((said) => said.noted("Alice", others))).toEqual([
    `Only Alice and ${english} can read it.`,
    `Nur Alice und ${german} können es lesen.`,
    `Personne ne peut le lire, sauf Alice et ${french}.`,
  ]);
  for (const said of TABLES) expect(said.sent.text("Alice", others)).toContain(said.noted("Alice", others));
  expect(
    TABLES.map((said) =>
      said
        .compare("Alice", others)
        .split(/[.,] (?=your|geht|votre)/)
        .at(-1),
    ),
  ).toEqual([
    `your answer goes to Alice and ${english}, and to nobody else.`,
    `geht Ihre Antwort an Alice, an ${german} und an niemanden sonst.`,
    `votre réponse va à Alice, à ${french} et à personne d’autre.`,
  ]);
});

test("what the page is says nothing of who reads", () => {
  for (const said of TABLES) expect(said.whatIsIt).not.toMatch(/only they|niemand sonst|personne d’autre/);
});
