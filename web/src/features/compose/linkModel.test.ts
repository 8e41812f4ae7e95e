// With what a new link begins under the policies, and what it may not be.
import { expect, test } from "vitest";
import { addressesIn, linkErrors, newLink, onlyAddrOf, replyOf, viewChoices } from "./linkModel.ts";
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

test("readers may answer as long and as often as link and organisation let them", () => {
  const draft = newLink(RULES, NOW);
  const rules = { areAllowed: true, maxDays: 90, maxAnswers: 100 };
  expect(replyOf(draft, rules, NOW)).toEqual({ end: draft.until, answers: 10 });
  expect(replyOf({ ...draft, views: 50 }, rules, NOW)?.answers).toBe(50);
  expect(replyOf({ ...draft, views: null }, rules, NOW)?.answers).toBe(100);
  expect(replyOf({ ...draft, views: null }, { ...rules, maxAnswers: 5 }, NOW)?.answers).toBe(5);
  const soon = replyOf(draft, { ...rules, maxDays: 2 }, NOW);
  expect(soon?.end).toEqual(new Date(NOW.getTime() + 2 * DAY - 60_000));
  expect(replyOf({ ...draft, reply: false }, rules, NOW)).toBeNull();
  expect(replyOf(draft, { ...rules, areAllowed: false }, NOW)).toBeNull();
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

test("by email it needs whole addresses, ten at most, and no passphrase", () => {
  const draft = { ...newLink(RULES, NOW, "email"), body: "4711", passphrase: "own" as const };
  expect(linkErrors(draft, 0, NOW, RULES)).toEqual({ to: "Add at least one address." });
  expect(linkErrors({ ...draft, to: ["kim@partner.example"] }, 0, NOW, RULES)).toEqual({});
  expect(linkErrors({ ...draft, to: ["kim@partner.example", "kim"] }, 0, NOW, RULES).to).toContain("in place of “kim”");
  const eleven = Array.from({ length: 11 }, (_, at) => `p${at}@partner.example`);
  expect(linkErrors({ ...draft, to: eleven }, 0, NOW, RULES).to).toBe("Remove some: 10 addresses at most.");
});

test("addresses are told apart however they were typed", () => {
  expect(
    addressesIn(["kim@partner.example,", "sam@partner.example; eve@partner.example", " ", "kim@partner.example"]),
  ).toEqual(["kim@partner.example", "sam@partner.example", "eve@partner.example"]);
});

test("only one address may open it when one is meant", () => {
  const mailed = { ...newLink(RULES, NOW, "email"), to: ["kim@partner.example"] };
  expect(onlyAddrOf(mailed)).toBeNull();
  expect(onlyAddrOf({ ...mailed, isForOne: true })).toBe("kim@partner.example");
  expect(onlyAddrOf({ ...mailed, isForOne: true, to: ["a@b", "c@d"] })).toBeNull();
  const link = { ...newLink(RULES, NOW), body: "4711", isForOne: true };
  expect(linkErrors({ ...link, onlyAddr: "kim" }, 0, NOW, RULES)).toHaveProperty("onlyAddr");
  expect(linkErrors({ ...link, isForOne: false, onlyAddr: "kim" }, 0, NOW, RULES)).toEqual({});
  expect(onlyAddrOf({ ...link, onlyAddr: " kim@partner.example " })).toBe("kim@partner.example");
});
