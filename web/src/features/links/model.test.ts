// What the list and the dialog of own links say, and what of a link is never whole on the screen.
import { expect, test } from "vitest";
import { contents, mailWith, shortened, statusLine, subjectOf, titleOf } from "./model.ts";
import type { SharedLink } from "./model.ts";

const NOW = new Date(2026, 10, 21, 14, 30);
const LINK: SharedLink = {
  ...{ id: "x", state: "open", createdAt: NOW, expiresAt: new Date(2026, 10, 23, 14, 30), endedAt: null },
  ...{ views: 3, viewsLeft: 2, opened: 1, openedAt: new Date(2026, 10, 21, 9, 5), notify: true },
  kept: { subject: "Kestrel VPN", items: 1, files: 2, hasPassphrase: true, isOfWords: false },
};

test("a row says what is left, until when, and when it was opened", () => {
  expect(statusLine(LINK, NOW)).toBe("2 of 3 views left · Works until Mon 23 Nov, 14:30 · Last opened today, 09:05");
  const unlimited = { ...LINK, views: null, viewsLeft: null, opened: 0, openedAt: null };
  expect(statusLine(unlimited, NOW)).toBe("Unlimited views · Works until Mon 23 Nov, 14:30 · Not opened yet");
  expect(statusLine({ ...unlimited, opened: 2 }, NOW)).toContain("Unlimited views, opened 2 times");
  expect(statusLine({ ...LINK, state: "revoked", endedAt: NOW }, NOW)).toMatch(/^Revoked today, 14:30 · /);
  expect(titleOf({ ...LINK, state: "locked" })).toBe("This link is locked");
});

test("a link without a subject, or whose key is elsewhere, is named too", () => {
  expect(
    subjectOf({ ...LINK, kept: { subject: "", items: 0, files: 0, hasPassphrase: false, isOfWords: false } }),
  ).toBe("(no subject)");
  expect(subjectOf({ ...LINK, kept: null })).toBe("A link whose key is not here");
  expect(contents({ subject: "", items: 1, files: 2, hasPassphrase: true, isOfWords: false })).toBe("1 item, 2 files");
  expect(contents({ subject: "", items: 0, files: 0, hasPassphrase: true, isOfWords: false })).toBe("Text");
});

test("id and key of a link are cut in the middle on the screen", () => {
  const [id, key] = ["7Qm4abcdefghijklmnopqr", `QFJ4K2VN${"A".repeat(44)}R6H7TZDA`];
  expect(shortened(`https://seal.example.org/s/${id}#${key}`)).toEqual({
    address: "seal.example.org/s/7Qm4…",
    key: "#QFJ4K2VN…R6H7TZDA",
  });
  expect(shortened(`https://seal.example.org/s/${id}`)).toEqual({ address: "seal.example.org/s/7Qm4…", key: "" });
});

test("a mail of one's own carries the whole link and never the passphrase", () => {
  const mail = new URL(mailWith("https://seal.example.org/s/7Qm4#QFJ4", "tomorrow", true));
  expect(mail.protocol).toBe("mailto:");
  expect(mail.searchParams.get("body")).toContain("\n\nhttps://seal.example.org/s/7Qm4#QFJ4\n\n");
  expect(mail.searchParams.get("body")).toContain("I tell you the passphrase another way.");
});
