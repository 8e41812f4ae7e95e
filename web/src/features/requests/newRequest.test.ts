import { describe, expect, it } from "vitest";
import { allReaders, askedWords, headingOf, mailWith, standingOf, statusLine } from "./model.ts";
import type { AskedRequest } from "./model.ts";
import { answerChoices, closingWords, fieldsOf, newRequest, requestErrors, whoReads } from "./newRequest.ts";

const NOW = new Date(2026, 10, 20, 14, 32);
const RULES = { days: 7, maxDays: 30, maxAnswers: 20 };
const DRAFT = { ...newRequest(RULES, NOW), title: "Login" };
const OPEN: AskedRequest = {
  ...{ id: "r", state: "open", answers: 0, answersLeft: 1, unread: 0, endedAt: null, readers: [] },
  ...{ createdAt: NOW, expiresAt: new Date(2026, 10, 27, 18, 0) },
  asked: { title: "Login", note: "", fields: [{ label: "Username" }, { label: "Password" }], text: false, files: true },
};

describe("a new request", () => {
  it("asks for username and password, once, for as long as the organisation begins with", () => {
    expect(requestErrors(DRAFT, NOW, RULES)).toEqual({});
    expect(fieldsOf(DRAFT).map(({ f }) => f)).toEqual(["username", "password"]);
    expect(DRAFT.until).toEqual(new Date(2026, 10, 27, 14, 32));
    expect(closingWords(1)).toBe("One answer. Then the page closes.");
  });

  it("leaves out fields without a name", () => {
    expect(fieldsOf({ ...DRAFT, login: false, fields: [" PIN ", " "] })).toEqual([{ f: "custom", label: "PIN" }]);
  });

  it("says what is missing", () => {
    const nothing = { ...DRAFT, title: " ", login: false, fields: [""], until: NOW, to: "kim" };
    expect(Object.keys(requestErrors(nothing, NOW, RULES))).toEqual(["title", "asked", "until", "to"]);
    const late = { ...DRAFT, until: new Date(2027, 0, 1) };
    expect(requestErrors(late, NOW, RULES).until).toBe(
      "Choose a date before 20 Dec 2026. Your company allows at most 30 days.",
    );
  });

  it("offers no more answers than the organisation allows", () => {
    expect(answerChoices(RULES).map(({ value }) => value)).toEqual(["1", "2", "3", "5", "10", "20"]);
    expect(answerChoices({ ...RULES, maxAnswers: 1 })).toEqual([{ value: "1", label: "One" }]);
  });
});

describe("who reads the answers", () => {
  const bob = { kind: "person", addr: "bob@example.org", name: "Bob Roy", state: "known" } as const;

  it("is the asker alone to begin with, and nobody is missing then", () => {
    expect(whoReads(DRAFT, null)).toBe("you");
    expect(requestErrors(DRAFT, NOW, RULES).readers).toBeUndefined();
  });

  it("has to be said when it is others as well, and is counted once they are known", () => {
    const shared = { ...DRAFT, isShared: true };
    expect(requestErrors(shared, NOW, RULES)).toEqual({ readers: "Add at least one person or group." });
    expect(requestErrors({ ...shared, readers: [bob] }, NOW, RULES)).toEqual({});
    expect([null, 1, 8].map((others) => whoReads(shared, others))).toEqual([
      ...["you and those you choose", "you and 1 other person", "you and 8 other people"],
    ]);
  });

  it("forgets nobody who was chosen when it is only the asker again", () => {
    const back = { ...DRAFT, isShared: false, readers: [bob] };
    expect([requestErrors(back, NOW, RULES), whoReads(back, 1)]).toEqual([{}, "you"]);
  });

  it("is named in the list and in the window, up to three people", () => {
    const people = ["Bob Roy", "Dana Lee", "Erin Wood", null].map((name, at) => ({ addr: `${at}@example.org`, name }));
    const line = (count: number) => statusLine({ ...OPEN, readers: people.slice(0, count) }, NOW);
    expect(line(2)).toBe("No answer yet · Open until Fri 27 Nov, 18:00 · Also read by Bob Roy and Dana Lee");
    expect(line(4)).toContain(" · Also read by 4 people");
    expect([1, 3, 4].map((count) => allReaders(people.slice(0, count)))).toEqual([
      ...["You and Bob Roy", "You, Bob Roy, Dana Lee and Erin Wood", "You and 4 others"],
    ]);
    expect(allReaders(people.slice(3))).toBe("You and 3@example.org");
  });
});

describe("a request", () => {
  it("waits, is answered, or is over", () => {
    const words = (change: Partial<AskedRequest>) => {
      const one = { ...OPEN, ...change };
      return [standingOf(one), statusLine(one, NOW), headingOf(one)];
    };
    expect(words({})).toEqual([
      ...["waiting", "No answer yet · Open until Fri 27 Nov, 18:00", "Your request is ready"],
    ]);
    expect(words({ answers: 1, answersLeft: 2 })).toEqual([
      ...["answered", "1 answer · 2 more can come · Open until Fri 27 Nov, 18:00", "This request is open"],
    ]);
    expect(words({ state: "closed", endedAt: NOW })).toEqual([
      ...["closed", "No answer · Closed by you today, 14:32", "You closed this request"],
    ]);
    expect(askedWords(OPEN.asked ?? { title: "", note: "", fields: [], text: false, files: false })).toBe(
      "Username, Password and files",
    );
  });

  it("goes to one's own mail program with the link, without what is asked", () => {
    const mail = mailWith("https://w.example/r/A#B", "kim@example.org", "Fri 27 Nov, 18:00");
    expect(mail.startsWith("mailto:kim%40example.org?subject=A%20request%20for%20you&body=")).toBe(true);
    expect(decodeURIComponent(mail)).toContain("https://w.example/r/A#B");
    expect(mail).not.toContain("Login");
  });
});
