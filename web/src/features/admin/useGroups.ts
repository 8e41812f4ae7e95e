/** State of the administrators' list of groups, and deleting one. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { GroupsViewProps } from "./GroupsView.tsx";
import { refetched } from "./groupSaving.ts";
import type { LoadedGroup } from "./groupSaving.ts";
import { whatChanged } from "./groupEditing.ts";
import type { AdminGroup } from "./model.ts";
import { deleteGroup, fetchGroups } from "./server.ts";

export function useAdminGroups(
  asked: Pick<GroupsViewProps, "onInvite" | "onNew" | "onEdit" | "onDelete">,
): GroupsViewProps {
  const query = useInfiniteQuery({
    queryKey: ["admin", "groups"],
    queryFn: ({ pageParam }) => fetchGroups(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: 0,
  });
  const groups = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return {
    ...asked,
    state: query.isPending ? "loading" : query.isError && groups.length === 0 ? "failed" : "ready",
    groups,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : null,
    onRetry: () => void query.refetch(),
  };
}

export interface Deletion {
  /** The group as it was when the question was asked. */
  seen: LoadedGroup | null;
  ask: (group: AdminGroup) => void;
  confirm: () => Promise<void>;
}

/** Deletes what was seen and nothing else: a group that changed since the question stays, and what changed is said. */
export function useDeletion(onAsk: () => void): Deletion {
  const client = useQueryClient();
  const [seen, setSeen] = useState<LoadedGroup | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ["admin"] });
    await client.invalidateQueries({ queryKey: ["groups"] });
  };
  const load = async (group: AdminGroup) => {
    const fresh = await refetched(group.gid);
    setSeen(fresh);
    if (fresh !== null) onAsk();
    else {
      toast({ message: `${group.name} was deleted meanwhile` });
      await refresh();
    }
  };
  const confirm = async () => {
    if (seen === null) return;
    try {
      await deleteGroup(seen.stored);
      toast({ message: `${seen.name} is deleted` });
    } catch (problem) {
      toast({ message: await refusal(problem, seen), stays: 12_000 });
    }
    await refresh();
  };
  return {
    seen,
    ask: (group) => {
      load(group).catch((problem: unknown) => toast({ message: sentenceOf(problem) }));
    },
    confirm,
  };
}

async function refusal(problem: unknown, seen: LoadedGroup): Promise<string> {
  if (isProblem(problem, "group-not-found")) return `${seen.name} was deleted meanwhile`;
  if (!isProblem(problem, "group-changed")) return sentenceOf(problem);
  const fresh = await refetched(seen.stored.gid);
  const changed = fresh === null ? null : whatChanged(seen, fresh);
  return `${seen.name} was not deleted. It was changed meanwhile${changed === null ? "" : `: ${changed}`}.`;
}
