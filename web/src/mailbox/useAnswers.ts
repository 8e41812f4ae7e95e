/** The answers that came from outside, page by page, and how many of them nobody has read. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { ANSWER_LIST_KEY, fetchAnswers, useHiddenAnswers } from "./answers.ts";
import type { Answer } from "./answers.ts";

export interface AnswersList {
  readonly answers: readonly Answer[];
  readonly unread: number;
  /** More can be fetched, and how. */
  readonly hasMore: boolean;
  readonly more: () => void;
}

const NONE: readonly Answer[] = [];

/** `enabled` false: nothing is asked. */
export function useAnswers(enabled: boolean): AnswersList {
  const hidden = useHiddenAnswers();
  const query = useInfiniteQuery({
    queryKey: ANSWER_LIST_KEY,
    queryFn: ({ pageParam }) => fetchAnswers(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    select: ({ pages }) => ({ answers: pages.flatMap(({ items }) => items), unread: pages[0]?.unread ?? 0 }),
    enabled,
  });
  const answers = query.data?.answers ?? NONE;
  const unseen = answers.filter(({ mid, read_at }) => read_at === null && hidden.has(mid)).length;
  return {
    answers,
    unread: Math.max(0, (query.data?.unread ?? 0) - unseen),
    hasMore: query.hasNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}
