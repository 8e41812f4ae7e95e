/** Replies to own links: the request that a link's readers answer (spec/links.md 9.6.8), ended with the link by its maker. */
import { bodyOf, http } from "../../api/client.ts";
import { isProblem } from "../../api/problems.ts";
import type { ProblemCode } from "../../api/problems.ts";
import { plural } from "../../lib/names.ts";
import { inLine } from "./model.ts";

export interface Replies {
  /** Of the request. */
  readonly id: string;
  readonly count: number;
  readonly isOpen: boolean;
  readonly until: Date;
}

const DAY_MS = 86_400_000;
/** The server counts by its own clock, which may be a little behind. */
const SPARE_MS = 60_000;

/** Null when the server does not know the request any more. */
export async function fetchReplies(id: string): Promise<Replies | null> {
  const found = await bodyOf(http.GET("/v1/requests/{request_id}", { params: { path: { request_id: id } } })).catch(
    nullFor("request-not-found"),
  );
  if (found === null) return null;
  const { answers, answers_left: left, state, expires_at: until } = found;
  return { id, count: answers - left, isOpen: state === "open", until: new Date(until) };
}

/** Nothing happens to one that is over. */
export async function closeReplies(id: string): Promise<void> {
  await bodyOf(http.DELETE("/v1/requests/{request_id}", { params: { path: { request_id: id } } })).catch(
    nullFor("request-not-found"),
  );
}

/** Give it the new end of its link, as far as the organisation lets a request be open. */
export async function followEnd(id: string, end: Date, maxDays: number): Promise<void> {
  const path = { request_id: id };
  const found = await bodyOf(http.GET("/v1/requests/{request_id}", { params: { path } })).catch(
    nullFor("request-not-found"),
  );
  if (found?.state !== "open") return;
  const latest = Date.parse(found.created_at) + maxDays * DAY_MS - SPARE_MS;
  const at = new Date(Math.min(end.getTime(), latest)).toISOString().replace(/\.\d+Z$/, "Z");
  await bodyOf(http.PATCH("/v1/requests/{request_id}", { params: { path }, body: { expires_at: at } })).catch(
    nullFor("request-ended", "request-not-found"),
  );
}

function nullFor(...codes: ProblemCode[]): (problem: unknown) => null {
  return (problem) => {
    if (isProblem(problem, ...codes)) return null;
    throw problem;
  };
}

/** "No reply yet. They can reply until Sun 22 Nov, 18:00." */
export function repliesLine({ count, isOpen, until }: Replies, now: Date): string {
  const open = isOpen && until > now;
  const came =
    count === 0
      ? open
        ? "No reply yet."
        : "No reply came."
      : `${plural(count, "reply", "replies")} came to your inbox.`;
  return open ? `${came} They can reply until ${inLine(until, now)}.` : came;
}
