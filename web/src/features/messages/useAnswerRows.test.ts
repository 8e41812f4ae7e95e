import { expect, it, vi } from "vitest";
import type { Row } from "../../mailbox/model.ts";
import { withAnswers } from "./useAnswerRows.ts";

vi.hoisted(() => vi.stubGlobal("location", { origin: "https://waxpost.test" }));

const row = (mid: string, minute: number): Row => ({
  ...{ mid, at: new Date(2026, 10, 20, 12, minute), unread: false, expiresAt: null },
  opened: { kind: "locked", claimedSender: "" },
});
const mids = (rows: readonly Row[]) => rows.map(({ mid }) => mid).join("");

it("stands messages and answers by their time, and holds back what something older could stand before", () => {
  const messages = [row("a", 50), row("b", 30)];
  const answers = [row("c", 40), row("d", 10)];
  expect(mids(withAnswers(messages, answers, { messages: false, answers: false }))).toBe("acbd");
  expect(mids(withAnswers(messages, answers, { messages: true, answers: false }))).toBe("acb");
  expect(mids(withAnswers(messages, answers, { messages: false, answers: true }))).toBe("acbd");
  expect(mids(withAnswers(messages, [row("e", 45)], { messages: false, answers: true }))).toBe("ae");
});
