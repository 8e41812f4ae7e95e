// What the list and the dialog of own links say, and what of a link is never whole on the screen.
import { expect, test } from "vitest";
import { againWords, contents, mailLine, mailWith, mailedTo, statusLine, subjectOf, titleOf } from "./model.ts";
import { shortened } from "../../ui/QrCode/shortened.ts";
import type { LinkMail, SharedLink } from "./model.ts";

const NOW = new Date(2026, 10, 21, 14, 30);
const LINK: SharedLink = {
  ...{ id: "x", state: "open", createdAt: NOW, expiresAt: new Date(2026, 10, 23, 14, 30), endedAt: null },
  ...{ views: 3, viewsLeft: 2, opened: 1, openedAt: new Date(2026, 10, 21, 9, 5), notify: true },
  ...{ onlyAddr: null, mails: [] },
  kept: { subject: "Kestrel VPN", items: 1, files: 2, hasPassphrase: true, isOfWords: false, reply: null },
};

test("a row says what is left, until when, and when it was opened", () => {
  expect(statusLine(LINK, NOW)).toBe("2 of 3 views left · Works until Mon 23 Nov, 14:30 · Last opened today, 09:05");
  const unlimited = { ...LINK, views: null, viewsLeft: null, opened: 0, openedAt: null };
  expect(statusLine(unlimited, NOW)).toBe("Unlimited views · Works until Mon 23 Nov, 14:30 · Not opened yet");
  expect(statusLine({ ...unlimited, opened: 2 }, NOW)).toContain("Unlimited views, opened 2 times");
  expect(statusLine({ ...LINK, state: "revoked", endedAt: NOW }, NOW)).toMatch(/^Revoked today, 14:30 · Last opened/);
  expect(statusLine({ ...unlimited, state: "locked", endedAt: NOW }, NOW)).toBe(
    "Locked after five wrong passphrases today, 14:30 · Never opened",
  );
  expect(titleOf({ ...LINK, state: "locked" })).toBe("This link is locked");
});

test("a link without a subject, or whose key is elsewhere, is named too", () => {
  expect(
    subjectOf({
      ...LINK,
      kept: { subject: "", items: 0, files: 0, hasPassphrase: false, isOfWords: false, reply: null },
    }),
  ).toBe("(no subject)");
  expect(subjectOf({ ...LINK, kept: null })).toBe("A link whose key is not here");
  expect(contents({ subject: "", items: 1, files: 2, hasPassphrase: true, isOfWords: false, reply: null })).toBe(
    "1 item, 2 files",
  );
  expect(contents({ subject: "", items: 0, files: 0, hasPassphrase: true, isOfWords: false, reply: null })).toBe(
    "Text",
  );
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

test("a mailed link says to whom, and when a mail was given up", () => {
  const mail: LinkMail = {
    ...{ to: "kim@partner.example", state: "sent", reason: null, askedAt: NOW, endedAt: NOW },
    againAt: new Date(2026, 10, 21, 14, 40),
  };
  const mailed = { ...LINK, mails: [mail] };
  expect([titleOf(mailed), mailedTo(mailed)]).toEqual(["Your link goes by email", "kim@partner.example"]);
  expect([mailedTo(LINK), mailedTo({ ...LINK, mails: [mail, mail] })]).toEqual([null, "2 addresses"]);
  expect([mailLine(mail, NOW), againWords(mail, NOW)]).toEqual([
    "Sent today, 14:30",
    "Can be sent again from today, 14:40",
  ]);
  expect(againWords(mail, new Date(2026, 10, 21, 14, 40))).toBe(true);
  expect(againWords({ ...mail, againAt: null }, NOW)).toBe("No more mails go to this address");

  const waits: LinkMail = { ...mail, state: "queued", endedAt: null };
  expect([mailLine(waits, NOW), againWords(waits, NOW)]).toEqual(["On its way", ""]);
  expect(mailLine({ ...waits, reason: "timeout" }, NOW)).toBe(
    "On its way. The mail server does not answer in time. It is tried again.",
  );
  const failed: LinkMail = { ...mail, state: "failed", reason: "550" };
  expect(mailLine(failed, NOW)).toBe("Not sent. The mail server refused it (550). Check the address.");
  expect(statusLine({ ...LINK, mails: [failed] }, NOW)).toMatch(/^Not mailed to everybody · 2 of 3 views left/);
});
