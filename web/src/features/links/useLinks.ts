/** State of the list of own links, kept current by events, and of one of them. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { useUnlocked } from "../../session/state.ts";
import { copySecret } from "../../ui/clipboard/clipboard.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { OpenedLink, SharedLink } from "./model.ts";
import { fetchReplies } from "./replies.ts";
import type { Replies } from "./replies.ts";
import {
  changeLink,
  fetchKept,
  fetchLink,
  fetchLinks,
  LINKS_KEY,
  linkFrom,
  mailAgain,
  passphraseOf,
  revokeLink,
  urlOf,
} from "./server.ts";

export interface LinksList {
  readonly state: "loading" | "ready" | "failed";
  readonly links: readonly SharedLink[];
  readonly onMore: (() => void) | null;
  readonly onRetry: () => void;
}

export function useLinks(): LinksList {
  const kept = useQuery({ queryKey: [...LINKS_KEY, "kept"], queryFn: fetchKept, staleTime: 0 });
  const pages = useInfiniteQuery({
    queryKey: [...LINKS_KEY, "list"],
    queryFn: ({ pageParam }) => fetchLinks(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: 0,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items);
  const known = kept.data;
  const hasFailed = (pages.isError && rows === undefined) || (kept.isError && known === undefined);
  const isReady = rows !== undefined && known !== undefined;
  return {
    state: isReady ? "ready" : hasFailed ? "failed" : "loading",
    links: isReady ? rows.map((row) => linkFrom(row, known)) : [],
    onMore: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    onRetry: () => {
      void pages.refetch();
      void kept.refetch();
    },
  };
}

export type ShownLink =
  { readonly state: "loading" | "gone" | "failed" } | { readonly state: "ready"; readonly link: OpenedLink };

/** One link with its views. Its key is forgotten with the page that shows it. */
export function useLink(id: string): ShownLink & { retry: () => void } {
  const found = useQuery({
    queryKey: [...LINKS_KEY, "one", id],
    queryFn: () => fetchLink(id),
    staleTime: 0,
    gcTime: 0,
  });
  const retry = () => void found.refetch();
  if (found.data !== undefined) return { state: "ready", link: found.data, retry };
  if (isProblem(found.error, "link-not-found")) return { state: "gone", retry };
  return { state: found.isError ? "failed" : "loading", retry };
}

/** What came back from the readers of a link, kept current by the events of requests; null where nothing can. */
export function useReplies(shown: ShownLink): Replies | null {
  const id = shown.state === "ready" ? (shown.link.kept?.reply ?? null) : null;
  const found = useQuery({
    queryKey: ["requests", "behind a link", id],
    queryFn: () => (id === null ? null : fetchReplies(id)),
    enabled: id !== null,
    staleTime: 0,
  });
  return found.data ?? null;
}

export interface LinkActs {
  /** The longest that the organisation lets a link work, from when it was made. */
  readonly maxDays: number;
  copyLink: (link: SharedLink) => Promise<void>;
  copyPassphrase: (link: SharedLink) => Promise<void>;
  /** Fails when it could not be read; it was said why. */
  readPassphrase: (link: SharedLink) => Promise<string>;
  revoke: (link: SharedLink) => Promise<void>;
  /** False when the server did not take it; it was said why. */
  changeEnd: (link: SharedLink, expiresAt: Date) => Promise<boolean>;
  setNotify: (link: SharedLink, notify: boolean) => Promise<boolean>;
  /** Mail it to this address once more. */
  mailAgain: (link: SharedLink, to: string) => Promise<boolean>;
}

const KEY_GONE = "The key of this link is not among what you keep any more. Revoke it and make a new one.";

const passphraseName = ({ kept }: SharedLink) => (kept?.isOfWords === true ? "Words" : "Passphrase");

export function useLinkActs(): LinkActs {
  const client = useQueryClient();
  const { policies } = useUnlocked();
  const tried = async (work: () => Promise<unknown>, done: string | null): Promise<boolean> => {
    try {
      await work();
      if (done !== null) toast({ message: done });
      return true;
    } catch (problem) {
      const isOver = isProblem(problem, "link-ended", "link-not-found");
      toast({ message: isOver ? "This link has ended meanwhile" : sentenceOf(problem) });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: LINKS_KEY });
      await client.invalidateQueries({ queryKey: ["requests"] });
    }
  };
  const readOf = async (read: () => Promise<string | null>, name: string): Promise<string> => {
    try {
      const text = await read();
      if (text !== null) return text;
    } catch (problem) {
      toast({ message: sentenceOf(problem, `${name} could not be read. Try again.`) });
      throw problem;
    }
    toast({ message: KEY_GONE });
    void client.invalidateQueries({ queryKey: LINKS_KEY });
    throw new Error("nothing is kept of it");
  };
  const copied = (read: () => Promise<string | null>, name: string) =>
    readOf(read, name).then(
      async (text) => {
        await copySecret(text, name);
      },
      () => undefined,
    );
  return {
    maxDays: policies.links.maxDays,
    copyLink: ({ id, kept }) => copied(() => urlOf(id), kept?.isOfWords === true ? "Link without key" : "Link"),
    copyPassphrase: (link) => copied(() => passphraseOf(link.id), passphraseName(link)),
    readPassphrase: (link) => readOf(() => passphraseOf(link.id), passphraseName(link)),
    revoke: async ({ id }) => {
      await tried(() => revokeLink(id), "The link no longer works");
    },
    changeEnd: ({ id }, expiresAt) =>
      tried(() => changeLink(id, { expiresAt }, policies.requests.maxDays), "The end of the link was changed"),
    mailAgain: ({ id }, to) => tried(() => mailAgain(id, to), `Another mail goes to ${to}`),
    setNotify: ({ id }, notify) => tried(() => changeLink(id, { notify }, 0), null),
  };
}
