/** State of one answer: fetched, opened, and marked read. What was opened lives here and nowhere else, for as long as it is shown. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { HEADERS } from "../../../api/client.ts";
import { isProblem } from "../../../api/problems.ts";
import type { FileSource } from "../../../files/opening/useDownload.ts";
import { keyring } from "../../../keys/keyring.ts";
import { fetchAnswer, markAnswers, openAnswers, toldOf } from "../../../mailbox/answerActs.ts";
import { ANSWERS_KEY } from "../../../mailbox/answers.ts";
import type { Answer } from "../../../mailbox/answers.ts";
import type { AnswerFacts } from "../../../worker/requestprotocol.ts";

export type { AnswerFacts };

export type ShownAnswer =
  | { readonly state: "loading" | "gone" | "failed" | "forged" | "damaged" | "newer" | "no-key" }
  | { readonly state: "opened"; readonly answer: AnswerFacts; readonly arrived: Arrived };

/** What the server says of it. */
export interface Arrived {
  readonly at: Date;
  readonly expiresAt: Date | null;
  readonly network: string;
  /** How many others can read it. */
  readonly others: number;
}

export function useAnswer(mid: string): { shown: ShownAnswer; retry: () => void } {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: [...ANSWERS_KEY, "one", mid],
    queryFn: async () => {
      const answer = await fetchAnswer(mid);
      const [result] = await openAnswers(client, [answer]);
      const { readers } = await toldOf(client, answer.request);
      return { answer, result: result ?? null, others: readers.length };
    },
    gcTime: 0,
  });
  const isUnread = query.data?.answer.read_at === null && query.data.result !== null;
  useEffect(() => {
    if (isUnread) void markAnswers(client, [mid], true);
    // Once per opening: marking it unread while it is shown must not mark it read again.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [query.data === undefined]);
  return { shown: shownOf(query.data, query.error), retry: () => void query.refetch() };
}

type Found = { answer: Answer; result: Awaited<ReturnType<typeof openAnswers>>[number] | null; others: number };

function shownOf(found: Found | undefined, problem: unknown): ShownAnswer {
  if (isProblem(problem, "answer-not-found")) return { state: "gone" };
  if (found === undefined || found.result === null) return { state: problem === null ? "loading" : "failed" };
  if (found.result.result !== "opened") return { state: found.result.result };
  const { arrived_at, expires_at, network } = found.answer;
  const expiresAt = expires_at === null ? null : new Date(expires_at);
  const arrived = { at: new Date(arrived_at), expiresAt, network, others: found.others };
  return { state: "opened", answer: found.result.answer, arrived };
}

/** Where a file of an opened answer comes from. */
export function answerFile(mid: string, index: number): FileSource {
  const address = (blob: string, part: number) => `/v1/answers/${mid}/blobs/${blob}/parts/${part}`;
  const place = { address, init: { headers: HEADERS } };
  return {
    begin: async () => ({ ...(await keyring().beginOpening(mid, index)), place }),
    goneWords: "This file is no longer there. The answer was deleted, or has expired.",
  };
}
