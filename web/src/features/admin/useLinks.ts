/** State of the list of links: invitations and approved start-overs, each with its judgement. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { learnPeople } from "../../keys/people.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { LinkDialogProps } from "./InviteDialog.tsx";
import type { InvitationsViewProps } from "./InvitationsView.tsx";
import { judgeLinks, stateOf } from "./judging.ts";
import { wholeLink } from "./linkMaking.ts";
import type { Invitation } from "./model.ts";
import { endInvitation, endStartOver, fetchInvitations, fetchStartOvers } from "./server.ts";

export const LINKS_KEY = ["admin", "links"] as const;
const OPEN_AGAIN_MS = 30_000;

interface Page {
  rows: Invitation[];
  cursor: string | null;
}

type Kind = Invitation["kind"];
type Link = Awaited<ReturnType<typeof fetchPage>>["items"][number];

async function fetchPage(kind: Kind, cursor: string | null) {
  if (kind === "invitation") return fetchInvitations(cursor);
  const { items, cursor: next } = await fetchStartOvers(cursor);
  return { items: items.map((item) => ({ ...item, name: null, role: "member" as const })), cursor: next };
}

async function fetchRows(kind: Kind, cursor: string | null, me: string): Promise<Page> {
  const page = await fetchPage(kind, cursor);
  const mine = page.items.filter(({ inviter }) => inviter.addr === me);
  const addrs = page.items.flatMap(({ addr, inviter }) => [addr, inviter.addr]);
  const [judgements, facts] = [await judgeLinks(mine), await learnPeople([...new Set(addrs)])];
  const names = new Map(facts.map(({ addr, name }) => [addr, name]));
  const rows = page.items.map(async (link): Promise<Invitation> => ({
    id: link.id,
    addr: link.addr,
    name: names.get(link.addr) ?? link.name,
    role: link.role,
    kind,
    state: stateOf(link, mine.includes(link), judgements),
    by: names.get(link.inviter.addr) ?? link.inviter.addr,
    createdAt: new Date(link.created_at),
    expiresAt: new Date(link.expires_at),
    mine: await canShow(link),
  }));
  return { rows: await Promise.all(rows), cursor: page.cursor };
}

/** The secret of an open link is in the vault of whoever made it, and nowhere else. */
async function canShow({ id, state }: Link): Promise<boolean> {
  return state === "open" && (await keyring().invitationLink(id)) !== null;
}

function usePages(kind: Kind) {
  const { me } = useUnlocked();
  return useInfiniteQuery({
    queryKey: [...LINKS_KEY, kind],
    queryFn: ({ pageParam }) => fetchRows(kind, pageParam, me.addr),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    // Another administrator's links change without an event for this one.
    staleTime: 0,
    refetchInterval: OPEN_AGAIN_MS,
  });
}

/** Newest first; what is older than the last row of an unfinished list waits for that list. */
export function merged(lists: readonly { rows: Invitation[]; hasMore: boolean }[]): Invitation[] {
  const ends = lists.flatMap(({ rows, hasMore }) => (hasMore ? [rows.at(-1)?.createdAt.getTime() ?? 0] : []));
  const from = Math.max(0, ...ends);
  return lists
    .flatMap(({ rows }) => rows)
    .filter(({ createdAt }) => createdAt.getTime() >= from)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

export function refreshLinks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ["admin"] });
}

type ShowLink = (link: LinkDialogProps["link"]) => void;

export function useLinks(
  now: Date,
  onInvite: () => void,
  onShow: ShowLink,
  onEnd: (invitation: Invitation) => void,
): InvitationsViewProps {
  const lists = [usePages("invitation"), usePages("start-over")];
  const invitations = merged(
    lists.map(({ data, hasNextPage }) => ({
      rows: data?.pages.flatMap(({ rows }) => rows) ?? [],
      hasMore: hasNextPage,
    })),
  );
  const hasFailed = lists.some(({ isError, data }) => isError && data === undefined);
  return {
    state: hasFailed ? "failed" : lists.some(({ isPending }) => isPending) ? "loading" : "ready",
    now,
    invitations,
    onInvite,
    onCopy: (invitation) => {
      wholeLink(invitation, now).then(onShow, (problem: unknown) => toast({ message: sentenceOf(problem) }));
    },
    onEnd,
    onMore: lists.some(({ hasNextPage }) => hasNextPage)
      ? () => {
          for (const list of lists) if (list.hasNextPage) void list.fetchNextPage();
        }
      : null,
    onRetry: () => {
      for (const list of lists) void list.refetch();
    },
  };
}

/** How to end a link; one that is over already counts as ended. */
export function useEndLink(): (invitation: Invitation) => Promise<void> {
  const client = useQueryClient();
  return async ({ id, kind, addr }) => {
    try {
      await (kind === "invitation" ? endInvitation(id) : endStartOver(id));
      toast({ message: `The link for ${addr} no longer works` });
    } catch (problem) {
      const isOver = isProblem(problem, "invitation-not-found", "again-not-found");
      toast({ message: isOver ? `The link for ${addr} was used or ended meanwhile` : sentenceOf(problem) });
    }
    await refreshLinks(client);
  };
}
