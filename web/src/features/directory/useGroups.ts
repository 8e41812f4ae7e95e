/** State of the list of groups, and of one group with the people in it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { isProblem } from "../../api/problems.ts";
import { useUnlocked } from "../../session/state.ts";
import type { GroupViewProps, GroupsViewProps } from "./GroupsView.tsx";
import { GROUPS_KEY, fetchGroup, fetchGroups, groupKey, verifiedRows } from "./people.ts";

export function useGroups(): GroupsViewProps {
  const query = useInfiniteQuery({
    queryKey: GROUPS_KEY,
    queryFn: ({ pageParam }) => fetchGroups(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: 0,
  });
  const groups = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return {
    state: query.isPending ? "loading" : query.isError && groups.length === 0 ? "failed" : "ready",
    groups,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : null,
    onRetry: () => void query.refetch(),
  };
}

export function useGroup(gid: string): Omit<GroupViewProps, "onWrite"> {
  const { me } = useUnlocked();
  const query = useQuery({
    queryKey: groupKey(gid),
    queryFn: async () => {
      const { name, members } = await fetchGroup(gid);
      return { name, people: await verifiedRows(members, me.addr) };
    },
    staleTime: 0,
  });
  return {
    state: query.isSuccess ? "ready" : isMissing(query.error) ? "missing" : query.isError ? "failed" : "loading",
    name: query.data?.name ?? "",
    people: query.data?.people ?? [],
    onRetry: () => void query.refetch(),
  };
}

/** An id that no group can have is answered as a malformed request. */
function isMissing(problem: unknown): boolean {
  return isProblem(problem, "group-not-found", "invalid-request", "not-found");
}
