/** Opening answers from outside and acting on them. Loaded when there is one. */
import type { QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../api/client.ts";
import { isProblem, sentenceOf } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { fetchEntries, takeServerVault } from "../keys/vault.ts";
import { toast } from "../ui/toasts/toasts.tsx";
import { isLockedMeanwhile } from "../worker/calls.ts";
import type { AnswerBody, AnswerFacts, AnswerResult } from "../worker/requestprotocol.ts";
import { answersAgain, changeAnswers } from "./answers.ts";
import type { Answer } from "./answers.ts";
import type { OpenedRow } from "./showing.ts";

/** spec/api.md, section 7d: so many in one request. */
const MOST = 100;

/** Open what is given; what is gone meanwhile is left out, and so is everything after a lock. */
export async function openAnswers(client: QueryClient, answers: readonly Answer[]): Promise<readonly AnswerResult[]> {
  try {
    const bodies = (await Promise.all(answers.map((answer) => bodyFor(client, answer)))).filter((one) => one !== null);
    await fetchEntries();
    const results = await keyring().request("openAnswers", bodies);
    if (results.every(({ result }) => result !== "no-key")) return results;
    // Another device of this person made the request just now: its key is in a newer vault.
    await takeServerVault();
    await fetchEntries();
    return await keyring().request("openAnswers", bodies);
  } catch (problem) {
    if (isLockedMeanwhile(problem) || isProblem(problem, "not-signed-in")) return [];
    throw problem;
  }
}

export async function fetchAnswer(mid: string): Promise<Answer> {
  return bodyOf(http.GET("/v1/answers/{mid}", { params: { path: { mid } } }));
}

/** Long contents do not travel with a list: they are fetched one by one. */
async function bodyFor(client: QueryClient, answer: Answer): Promise<AnswerBody | null> {
  const whole = answer.content === null ? await fetchAnswer(answer.mid).catch(() => null) : answer;
  if (whole?.content == null) return null;
  const { mid, request, wrap, content, blobs } = whole;
  return { mid, request, wrap, content, blobs, label: (await toldOf(client, request)).label };
}

/** The sealed label of a request and who else reads its answers do not change; without it an answer has no title. */
export async function toldOf(client: QueryClient, id: string): Promise<{ label: string; readers: readonly string[] }> {
  const queryFn = () => bodyOf(http.GET("/v1/requests/{request_id}", { params: { path: { request_id: id } } }));
  return client
    .query({ queryKey: ["label of a request", id], queryFn, staleTime: Infinity })
    .catch(() => ({ label: "", readers: [] }));
}

const NOTES = {
  forged: "Not written with your link",
  damaged: "This answer did not open",
  newer: "Needs a newer version",
  "no-key": "Locked with a key you no longer have",
} as const;

/** The part of a result that a row draws; text of the answer is not in it. */
export function answerDrawn(result: AnswerResult): OpenedRow {
  if (result.result !== "opened") return { kind: "closed", who: OUTSIDE, note: NOTES[result.result] };
  const { items, files } = result.answer;
  return {
    ...{ kind: "opened", who: OUTSIDE, subject: answerSubject(result.answer), high: false, outside: true },
    enclosed: { passwords: items.length, entries: 0, files: files.length },
  };
}

const OUTSIDE = { addr: "", name: "Someone outside" };

/** `link`: the link that is answered, or null for a request that is one by itself. `asker`: whose request it is, if not mine. */
export function answerSubject({ title, link, asker }: Pick<AnswerFacts, "title" | "link" | "asker">): string {
  if (asker !== null) {
    const whose = `a request of ${asker.name ?? asker.addr}`;
    return title === null ? `Answer to ${whose}` : `Answer to ${whose}: ${title}`;
  }
  if (link !== null) return title === null ? "Reply to your link" : `Reply to your link: ${title}`;
  return title === null ? "Answer to a request" : `Answer to your request: ${title}`;
}

export async function markAnswers(client: QueryClient, mids: readonly string[], read: boolean): Promise<void> {
  const at = read ? new Date().toISOString() : null;
  changeAnswers(client, (items) => items.map((one) => (mids.includes(one.mid) ? { ...one, read_at: at } : one)));
  await tried(client, async () => {
    for (let from = 0; from < mids.length; from += MOST) {
      const items = mids.slice(from, from + MOST).map((mid) => ({ mid, read }));
      await bodyOf(http.POST("/v1/answers/read", { body: { items } }));
    }
  });
}

export async function deleteAnswers(client: QueryClient, mids: readonly string[]): Promise<void> {
  changeAnswers(client, (items) => items.filter(({ mid }) => !mids.includes(mid)));
  const isDone = await tried(client, async () => {
    for (const mid of mids) await bodyOf(http.DELETE("/v1/answers/{mid}", { params: { path: { mid } } }));
  });
  if (isDone) toast({ message: mids.length === 1 ? "Answer deleted" : `${mids.length} answers deleted` });
}

async function tried(client: QueryClient, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (problem) {
    // Gone on another device meanwhile: fetching again shows how it is.
    if (!isProblem(problem, "answer-not-found")) toast({ message: sentenceOf(problem) });
    return false;
  } finally {
    await answersAgain(client);
  }
}
