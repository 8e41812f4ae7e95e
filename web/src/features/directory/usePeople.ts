/** State of the list of people: pages of everybody, or what a search found. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlocked } from "../../session/state.ts";
import type { PersonRow } from "./model.ts";
import { PEOPLE_KEY, fetchPeople, searchPeople, verifiedRows } from "./people.ts";
import type { PeopleViewProps } from "./PeopleView.tsx";

const PAUSE_MS = 150;

export function usePeople(onWrite: (person: PersonRow) => void): PeopleViewProps {
  const { me } = useUnlocked();
  const [typed, setTyped] = useState("");
  const [question] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isSearch = question !== "" && typed.trim() !== "";
  const all = useInfiniteQuery({
    queryKey: [...PEOPLE_KEY, "all"],
    queryFn: async ({ pageParam }) => {
      const page = await fetchPeople(pageParam);
      return { rows: await verifiedRows(page.items, me.addr), cursor: page.cursor };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: 0,
  });
  const found = useQuery({
    queryKey: [...PEOPLE_KEY, "search", question],
    queryFn: async () => verifiedRows(await searchPeople(question), me.addr),
    enabled: isSearch,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const shown = isSearch ? found : all;
  const people = isSearch ? (found.data ?? []) : (all.data?.pages.flatMap(({ rows }) => rows) ?? []);
  return {
    state: shown.isPending ? "loading" : shown.isError && people.length === 0 ? "failed" : "ready",
    people,
    typed,
    onTyped: setTyped,
    onWrite,
    onMore: !isSearch && all.hasNextPage ? () => void all.fetchNextPage() : null,
    onRetry: () => void shown.refetch(),
  };
}
