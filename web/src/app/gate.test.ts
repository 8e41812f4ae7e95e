import { describe, expect, it } from "vitest";
import type { SessionState } from "../session/state.ts";
import { gateTarget, isLink, isWanted } from "./gate.ts";

const me = { id: "i", uid: "u", addr: "alice@example.org", role: "member" } as const;
const LOCKED: SessionState = { at: "locked", organisation: null, me, name: null, reason: "" };
const OUT: SessionState = { at: "signed-out", organisation: null, notice: null };
const policies = {
  ...{ maxRecipients: 1, expiryMaxDays: null, expiryDefaultDays: null, receipts: true },
  ...{ idleLockMinutes: 15, stayUnlocked: true },
  files: { eachMib: 25, allMib: 100, count: 20 },
  links: { areAllowed: true, days: 7, maxDays: 90, views: 3, maxViews: null, passphrase: true, mailsDaily: 50 },
  requests: { areAllowed: true, days: 7, maxDays: 90, maxAnswers: 100 },
};
const UNLOCKED: SessionState = { at: "unlocked", organisation: "", me, name: "Alice Martin", policies, log: null };
const MESSAGE = "/messages/inbox/wa9MhugcngNIiIJKE04MUQ";

describe("the lock gate", () => {
  it("lets nobody stay on a page of messages without keys", () => {
    expect(gateTarget(LOCKED, MESSAGE, null)).toBe("/unlock");
    expect(gateTarget(OUT, MESSAGE, null)).toBe("/sign-in");
    expect(gateTarget({ at: "not-started" }, MESSAGE, null)).toBe("/first-start");
    expect(gateTarget(UNLOCKED, MESSAGE, null)).toBeNull();
  });

  it("leads back to where somebody wanted to go, and else to the inbox", () => {
    expect(gateTarget(UNLOCKED, "/unlock", MESSAGE)).toBe(MESSAGE);
    expect(gateTarget(UNLOCKED, "/sign-in", null)).toBe("/messages/inbox");
    expect(isWanted(MESSAGE)).toBe(true);
    expect(isWanted("/unlock")).toBe(false);
    expect(isWanted("/join/x")).toBe(false);
  });

  it("keeps the ways in open for whoever has no keys", () => {
    expect(gateTarget(OUT, "/join/x", null)).toBeNull();
    expect(gateTarget(LOCKED, "/recover", null)).toBeNull();
    expect(gateTarget({ at: "not-started" }, "/start", null)).toBeNull();
    expect(isLink("/again/x")).toBe(true);
    expect(isLink("/start")).toBe(false);
  });
});
