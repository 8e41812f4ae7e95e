import { describe, expect, it } from "vitest";
import type { EntrySent } from "../model.ts";
import { addressOf, howItGot, whoGot } from "./words.ts";
import type { Went } from "./words.ts";

const NOW = new Date(2026, 10, 21, 14, 0);
const copy = (more: Partial<EntrySent> = {}): EntrySent => ({
  ...{ mid: "m", at: "2026-11-12T12:00:00Z", isLink: false, before: null },
  ...more,
});
const priya = (readAt: Date | null = null): Went => ({
  ...{
    kind: "message",
    who: { addr: "priya@halden.example", name: "Priya Raman" },
    isGroup: false,
    box: "sent",
    readAt,
  },
});
const said = (one: EntrySent, went?: Went) => `${whoGot(one, went)} ${howItGot(one, went, NOW)}`;

describe("the sentence about a copy", () => {
  it("names who got it, and when", () => {
    expect(said(copy(), priya())).toBe("Priya Raman got a copy on 12 Nov");
    expect(said(copy(), priya(new Date(2026, 10, 12, 18, 0)))).toBe(
      "Priya Raman got a copy on 12 Nov, read the same day",
    );
    expect(said(copy(), priya(new Date(2026, 10, 14, 18, 0)))).toBe("Priya Raman got a copy on 12 Nov, read on 14 Nov");
    expect(addressOf(copy(), priya())).toBe("/messages/sent/m");
  });

  it("says what was changed since", () => {
    expect(said(copy({ before: "password" }), priya())).toMatch(/on 12 Nov, before the last password change$/);
    expect(said(copy({ before: "change" }), priya())).toMatch(/on 12 Nov, before the last change$/);
  });

  it("tells of a link, and of what is gone, without a way there", () => {
    expect(said(copy({ isLink: true }), { kind: "link" })).toBe("A link took a copy on 12 Nov");
    expect(addressOf(copy({ isLink: true }), { kind: "link" })).toBe("/messages/links/m");
    expect(said(copy(), { kind: "gone" })).toBe("A message took a copy on 12 Nov, and is not here any more");
    expect(addressOf(copy(), { kind: "gone" })).toBeNull();
    expect(said(copy())).toBe("A message took a copy on 12 Nov");
    expect(addressOf(copy(), undefined)).toBeNull();
  });
});
