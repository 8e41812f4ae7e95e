import { describe, expect, it, vi } from "vitest";
import type { OpenResult } from "../worker/shapes.ts";

vi.stubGlobal("location", { origin: "http://127.0.0.1" });
const { arrivalText } = await import("./useArrivals.ts");

const ME = "olga@example.org";
const FROM = { addr: "jonas@example.org", name: "Jonas Lindqvist" };
const message = {
  from: FROM,
  ...{ to: [], groups: [], subject: "Secret", items: [], attachments: [], prio: "normal", exp: null },
};
const result = (one: object) => ({ mid: "m", ...one }) as OpenResult;

describe("what is said of a message that arrived", () => {
  it("names who signed it, and nothing that is in it", () => {
    for (const verdict of ["genuine", "first-contact", "retired-key"])
      expect(arrivalText(result({ result: verdict, sender: "known", message }), ME)).toBe("New message from Jonas");
    const nameless = { ...message, from: { ...FROM, name: null } };
    expect(arrivalText(result({ result: "genuine", sender: "known", message: nameless }), ME)).toBe(
      "New message from jonas@example.org",
    );
  });

  it("is nothing for one that did not open, whoever it claims to be from", () => {
    const header = { from: FROM, sent: "2026-11-20T14:00:00Z", thread: "t" };
    expect(arrivalText(result({ result: "changed-key", isStolen: false, header }), ME)).toBeNull();
    expect(arrivalText(result({ result: "refused", reason: "signature" }), ME)).toBeNull();
    expect(arrivalText(result({ result: "retry", needs: "sync", addrs: [FROM.addr] }), ME)).toBeNull();
    for (const verdict of ["not-for-me", "expired", "deleted", "not-fetched"])
      expect(arrivalText(result({ result: verdict }), ME)).toBeNull();
  });
});
