/**
 * Answers from outside, which stand in the inbox beside messages (spec/api.md 7d). In lists and addresses their mid has a
 * prefix, so that nobody takes one for a message.
 */
import { useSyncExternalStore } from "react";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../api/client.ts";
import type { Schemas } from "../api/client.ts";

export type Answer = Schemas["OneAnswer"];
type Page = Schemas["AnswerPage"];

export const ANSWERS_KEY = ["answers"] as const;
export const ANSWER_LIST_KEY = [...ANSWERS_KEY, "list"] as const;
const PREFIX = "answer-";
const PAGE = 50;

export function answerRow(mid: string): string {
  return PREFIX + mid;
}

/** The mid of an answer; null for a message's. */
export function answerMid(row: string): string | null {
  return row.startsWith(PREFIX) ? row.slice(PREFIX.length) : null;
}

// Answers to requests of others whose key is not here: not shown, and not counted (links.md 9.6.7).
let hidden: ReadonlySet<string> = new Set();
const hearers = new Set<() => void>();

/** Hide these answers, or show them. */
export function hideAnswers(mids: readonly string[], areHidden: boolean): void {
  const others = [...hidden].filter((mid) => !mids.includes(mid));
  hidden = new Set(areHidden ? [...others, ...mids] : others);
  for (const hear of hearers) hear();
}

export function useHiddenAnswers(): ReadonlySet<string> {
  return useSyncExternalStore(
    (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => hidden,
  );
}

export function fetchAnswers(cursor: string | null): Promise<Page> {
  const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  return bodyOf(http.GET("/v1/answers", { params: { query } }));
}

/** The answer as the pages that were fetched have it. */
export function listedAnswer(client: QueryClient, mid: string): Answer | undefined {
  const pages = client.getQueryData<InfiniteData<Page, string | null>>(ANSWER_LIST_KEY)?.pages ?? [];
  return pages.flatMap(({ items }) => items).find((one) => one.mid === mid);
}

/** Show answers as read, or take them out, at once. */
export function changeAnswers(client: QueryClient, change: (items: Answer[]) => Answer[]): void {
  client.setQueryData<InfiniteData<Page, string | null>>(ANSWER_LIST_KEY, (pages) =>
    pages === undefined
      ? undefined
      : { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}

/** What changed at the server: fetch again what is shown. */
export async function answersAgain(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ANSWERS_KEY });
  await client.invalidateQueries({ queryKey: ["requests"] });
}
