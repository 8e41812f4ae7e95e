// With what a new link begins under the policies, and what it may not be.
import { expect, test } from "vitest";
import { linkErrors, newLink, viewChoices } from "./linkModel.ts";
import type { LinkRules } from "./linkModel.ts";

const NOW = new Date(2026, 10, 21, 14, 30, 12);
const RULES: LinkRules = { days: 7, maxDays: 90, views: 3, maxViews: null, passphrase: true };
const DAY = 86_400_000;

test("a new link begins as the organisation says", () => {
  const draft = newLink(RULES, NOW);
  expect(draft).toMatchObject({ views: 3, passphrase: "generated", notify: true });
  expect(draft.until).toEqual(new Date(2026, 10, 28, 14, 30));
  const strict = newLink({ days: 7, maxDays: 2, views: null, maxViews: 5, passphrase: false }, NOW);
  expect(strict).toMatchObject({ views: 5, passphrase: "none" });
  expect(strict.until).toEqual(new Date(2026, 10, 23, 14, 30));
});

test("no more views can be chosen than are allowed", () => {
  expect(viewChoices(RULES, 3)).toEqual([1, 3, 5, 10, 100, null]);
  expect(viewChoices({ ...RULES, maxViews: 7 }, 7)).toEqual([1, 3, 5, 7]);
});

test("what cannot become a link is said at its field", () => {
  const draft = { ...newLink(RULES, NOW), body: "4711" };
  expect(linkErrors(draft, 0, NOW, RULES)).toEqual({});
  expect(linkErrors({ ...draft, body: " " }, 0, NOW, RULES)).toHaveProperty("message");
  expect(linkErrors({ ...draft, body: "" }, 1, NOW, RULES)).toEqual({});
  expect(linkErrors({ ...draft, until: NOW }, 0, NOW, RULES).until).toBe("Choose a time in the future.");
  const late = { ...draft, until: new Date(NOW.getTime() + 91 * DAY) };
  expect(linkErrors(late, 0, NOW, RULES).until).toMatch(/^Choose a date before 19 Feb 2027\. Your company allows/);
  for (const own of ["", "  ", "x".repeat(1001)])
    expect(linkErrors({ ...draft, passphrase: "own", own }, 0, NOW, RULES)).toHaveProperty("passphrase");
  expect(linkErrors({ ...draft, passphrase: "own", own: "owls" }, 0, NOW, RULES)).toEqual({});
});
