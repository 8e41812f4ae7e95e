/** State of the list of own requests, kept current by events, and of one of them. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { useAnswers } from "../../mailbox/useAnswers.ts";
import { useUnlocked } from "../../session/state.ts";
import { copySecret } from "../../ui/clipboard/clipboard.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { AskedRequest, OpenedRequest } from "./model.ts";
import { changeEnd, closeRequest, fetchRequest, fetchRequests, requestFrom, REQUESTS_KEY, urlOf } from "./server.ts";

export interface RequestsList {
  readonly state: "loading" | "ready" | "failed";
  readonly requests: readonly AskedRequest[];
  readonly onMore: (() => void) | null;
  readonly onRetry: () => void;
}

export function useRequests(): RequestsList {
  const answers = useAnswers(true).answers;
  const pages = useInfiniteQuery({
    queryKey: [...REQUESTS_KEY, "list"],
    queryFn: ({ pageParam }) => fetchRequests(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: 0,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items);
  const unread = (id: string) => answers.filter(({ request, read_at }) => request === id && read_at === null).length;
  return {
    state: rows !== undefined ? "ready" : pages.isError ? "failed" : "loading",
    requests: (rows ?? []).map((row) => requestFrom(row, unread(row.request.id))),
    onMore: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    onRetry: () => void pages.refetch(),
  };
}

export type ShownRequest =
  { readonly state: "loading" | "gone" | "failed" } | { readonly state: "ready"; readonly request: OpenedRequest };

/** One request with its answers. Its key is forgotten with the page that shows it. */
export function useRequest(id: string): ShownRequest & { retry: () => void } {
  const found = useQuery({
    queryKey: [...REQUESTS_KEY, "one", id],
    queryFn: () => fetchRequest(id),
    staleTime: 0,
    gcTime: 0,
  });
  const retry = () => void found.refetch();
  if (isProblem(found.error, "request-not-found")) return { state: "gone", retry };
  if (found.data !== undefined) return { state: "ready", request: found.data, retry };
  return { state: found.isError ? "failed" : "loading", retry };
}

export interface RequestActs {
  /** The longest that the organisation lets a request stay open, from when it was made. */
  readonly maxDays: number;
  copyLink: (id: string) => Promise<void>;
  /** The link to pass on; null when it could not be read, and it was said why. */
  urlOf: (id: string) => Promise<string | null>;
  close: (id: string) => Promise<void>;
  /** False when the server did not take it; it was said why. */
  changeEnd: (id: string, expiresAt: Date) => Promise<boolean>;
  /** The address that was typed when it was made in this tab; empty when none was. */
  addressee: (id: string) => string;
}

const KEY_GONE = "The key of this request is not among what you keep any more. Close it and make a new one.";

export function useRequestActs(): RequestActs {
  const client = useQueryClient();
  const { policies } = useUnlocked();
  const tried = async (work: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await work();
      toast({ message: done });
      return true;
    } catch (problem) {
      const isOver = isProblem(problem, "request-ended", "request-not-found");
      toast({ message: isOver ? "This request has ended meanwhile" : sentenceOf(problem) });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: REQUESTS_KEY });
    }
  };
  const url = async (id: string): Promise<string | null> => {
    try {
      const found = await urlOf(id);
      if (found === null) toast({ message: KEY_GONE });
      return found;
    } catch (problem) {
      toast({ message: sentenceOf(problem, "The link could not be read. Try again.") });
      return null;
    }
  };
  return {
    maxDays: policies.requests.maxDays,
    urlOf: url,
    copyLink: async (id) => {
      const text = await url(id);
      if (text !== null) await copySecret(text, "Link");
    },
    close: async (id) => {
      await tried(() => closeRequest(id), "The request is closed");
    },
    changeEnd: (id, expiresAt) => tried(() => changeEnd(id, expiresAt), "The end of the request was changed"),
    addressee: (id) => client.getQueryData<string>(addresseeKey(id)) ?? "",
  };
}

/** Forgotten with everything else at the lock: nobody but this tab knows to whom a request went. */
export const addresseeKey = (id: string) => ["addressee of a request", id] as const;
