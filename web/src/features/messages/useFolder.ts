/** State of Inbox or Sent: rows that open themselves, marks, what can be done to several, more pages at the end. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { clock } from "../../lib/dates.ts";
import { useUnlocked } from "../../session/state.ts";
import { answerMid, answersAgain } from "../../mailbox/answers.ts";
import { useAnswers } from "../../mailbox/useAnswers.ts";
import { UNREAD_KEY, boxKey, fetchAgain, fetchPage, fetchUnread } from "../../mailbox/boxes.ts";
import type { Delivery, Folder } from "../../mailbox/boxes.ts";
import { deleteMessages, markRead } from "./acting.ts";
import type { FolderViewProps } from "./FolderView.tsx";
import { rowOf } from "../../mailbox/showing.ts";
import { arrived } from "../../ui/later/later.ts";
import { useAnswerRows, withAnswers } from "./useAnswerRows.ts";
import type { AnswerRows } from "./useAnswerRows.ts";
import { useOpenedRows } from "./useOpenedRows.ts";
import type { OpenedRows } from "./useOpenedRows.ts";
import { isOver, useTimeWithEnds } from "./useTimeWithEnds.ts";

/** The number behind the blue dot. Answers from outside count as well. */
export function useUnreadCount(): number {
  const { data } = useQuery({ queryKey: UNREAD_KEY, queryFn: fetchUnread });
  const { unread } = useAnswers(true);
  return (data ?? 0) + unread;
}

/** Refreshing is shown for as long as eyes need, however fast the server is: mostly nothing else changes. */
const REFRESH_SHOWN_MS = 600;

function useRefresh(client: QueryClient): { refreshing: boolean; onRefresh: () => void } {
  const [refreshing, setRefreshing] = useState(false);
  const onRefresh = () => {
    setRefreshing(true);
    const shown = new Promise((resolve) => setTimeout(resolve, REFRESH_SHOWN_MS));
    void Promise.allSettled([fetchAgain(client), answersAgain(client), shown]).then(() => setRefreshing(false));
  };
  return { refreshing, onRefresh };
}

interface FolderOptions {
  folder: Folder;
  currentMid: string | null;
  now: Date;
  isOnline: boolean;
  /** What is open was deleted. */
  onGone: () => void;
}

export function useFolder({ folder, currentMid, now, isOnline, onGone }: FolderOptions): FolderViewProps {
  const client = useQueryClient();
  const { me } = useUnlocked();
  const unread = useUnreadCount();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: boxKey(folder, folder === "inbox" && onlyUnread),
    queryFn: ({ pageParam }) => fetchPage(folder, folder === "inbox" && onlyUnread, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
  });
  const deliveries = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const opened = useOpenedRows(deliveries, folder, me.addr);
  const answers = useAnswerRows(folder === "inbox", onlyUnread);
  const all = useAllRows(deliveries, opened, answers, query.hasNextPage);
  const time = useTimeWithEnds(
    now,
    all.map(({ expiresAt }) => expiresAt),
  );
  const rows = useMemo(() => all.filter(({ expiresAt }) => !isOver(expiresAt, time)), [all, time]);

  const remove = (mids: string[]) => {
    setMarked(new Set());
    if (currentMid !== null && mids.includes(currentMid)) onGone();
    removeAll(client, mids);
  };
  return {
    folder,
    state: query.isPending ? "loading" : query.isError && rows.length === 0 ? "failed" : "ready",
    host: location.host,
    rows,
    now,
    unread,
    onlyUnread,
    onOnlyUnread: (only) => {
      setMarked(new Set());
      setOnlyUnread(only);
    },
    currentMid,
    marked,
    onMark: (mid) => setMarked(toggled(marked, mid)),
    onMarkAll: () => setMarked(new Set(rows.map(({ mid }) => mid))),
    onClearMarks: () => setMarked(new Set()),
    onRead: (mids, read) => {
      setMarked(new Set());
      markAll(client, mids, read);
    },
    onDelete: remove,
    ...useRefresh(client),
    onMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
      answers.more();
    },
    loadingMore: query.isFetchingNextPage,
    offlineSince: isOnline ? null : clock(new Date(query.dataUpdatedAt || now)),
  };
}

function useAllRows(
  deliveries: readonly Delivery[],
  opened: OpenedRows,
  answers: AnswerRows,
  hasMore: boolean,
): ReturnType<typeof withAnswers> {
  return useMemo(() => {
    const messages = deliveries.flatMap((one) =>
      opened.get(one.mid) === "hidden" ? [] : [rowOf(one, openOf(opened.get(one.mid)))],
    );
    return withAnswers(messages, answers.rows, { messages: hasMore, answers: answers.hasMore });
  }, [deliveries, opened, answers.rows, answers.hasMore, hasMore]);
}

/** What was pressed is done when this came. */
const acts = () => arrived(() => import("../../mailbox/answerActs.ts"));

/** Messages, and answers by their own mids. */
function parted(rows: readonly string[]): { messages: string[]; outside: string[] } {
  const outside = rows.flatMap((row) => answerMid(row) ?? []);
  return { messages: rows.filter((row) => answerMid(row) === null), outside };
}

function removeAll(client: QueryClient, rows: readonly string[]): void {
  const { messages, outside } = parted(rows);
  if (messages.length > 0) void deleteMessages(client, messages);
  if (outside.length > 0) void acts().then(({ deleteAnswers }) => deleteAnswers(client, outside));
}

function markAll(client: QueryClient, rows: readonly string[], read: boolean): void {
  const { messages, outside } = parted(rows);
  if (messages.length > 0) void markRead(client, messages, read);
  if (outside.length > 0) void acts().then(({ markAnswers }) => markAnswers(client, outside, read));
}

function openOf<Row>(opened: Row | "hidden" | undefined): Row | undefined {
  return opened === "hidden" ? undefined : opened;
}

function toggled(marked: ReadonlySet<string>, mid: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(mid)) next.add(mid);
  return next;
}
