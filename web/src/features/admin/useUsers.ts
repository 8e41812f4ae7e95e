/** State of the administrators' list of people: filters, names and keys from verified entries, what was reported. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { learnPeople } from "../../keys/people.ts";
import { firstName } from "../../lib/names.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { PersonFacts } from "../../worker/shapes.ts";
import type { AdminPerson } from "./model.ts";
import { fetchNotices } from "./notices.ts";
import { changePerson, fetchMembers } from "./server.ts";
import type { Member, PeopleFilter } from "./server.ts";
import type { PersonAct, UsersViewProps } from "./UsersView.tsx";

/** Somebody signs in, an invitation is used: the list follows without being asked. */
const FRESH = { staleTime: 0, refetchInterval: 60_000 } as const;
const EVERYBODY: PeopleFilter = { state: "all", role: "all" };

export function personOf(member: Member, facts: PersonFacts | undefined, me: string): AdminPerson {
  return {
    id: member.id,
    addr: member.addr,
    name: facts?.name ?? member.name ?? member.addr,
    role: member.role,
    state: member.state,
    hasKey: facts === undefined ? member.seq !== null : facts.entry !== null,
    seenAt: member.seen_at === null ? null : new Date(member.seen_at),
    groups: member.groups.map(({ name }) => name),
    me: member.addr === me,
  };
}

async function fetchPage(filter: PeopleFilter, cursor: string | null, me: string) {
  const page = await fetchMembers(filter, cursor);
  const facts = new Map((await learnPeople(page.items.map(({ addr }) => addr))).map((one) => [one.addr, one]));
  return { rows: page.items.map((member) => personOf(member, facts.get(member.addr), me)), cursor: page.cursor };
}

type Asked = Pick<UsersViewProps, "now" | "onInvite" | "onAct">;

export function useUsers(asked: Asked): UsersViewProps {
  const { me } = useUnlocked();
  const [filter, setFilter] = useState(EVERYBODY);
  const query = useInfiniteQuery({
    queryKey: ["admin", "people", filter],
    queryFn: ({ pageParam }) => fetchPage(filter, pageParam, me.addr),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    placeholderData: keepPreviousData,
    ...FRESH,
  });
  const notices = useQuery({ queryKey: ["admin", "notices"], queryFn: () => fetchNotices(), ...FRESH });
  const people = query.data?.pages.flatMap(({ rows }) => rows) ?? [];
  return {
    ...asked,
    state: query.isPending ? "loading" : query.isError && people.length === 0 ? "failed" : "ready",
    people,
    filter,
    onFilter: setFilter,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : null,
    onRetry: () => void query.refetch(),
    notices: notices.data ?? [],
  };
}

const CHANGES = {
  "make-administrator": { role: "administrator", state: null },
  "make-member": { role: "member", state: null },
  suspend: { role: null, state: "suspended" },
  restore: { role: null, state: "active" },
} as const;

const DONE: Record<keyof typeof CHANGES, (name: string) => string> = {
  "make-administrator": (name) => `${name} is an administrator now`,
  "make-member": (name) => `${name} is a member now`,
  suspend: (name) => `${name} is suspended`,
  restore: (name) => `${name} can sign in again`,
};

export type PlainAct = Exclude<PersonAct, "start-over">;

/** Roles and states. What the server refuses is said, and the list shows how it is. */
export function usePersonAct(): (person: AdminPerson, act: PlainAct) => Promise<void> {
  const client = useQueryClient();
  return async (person, act) => {
    try {
      await changePerson(person.id, CHANGES[act]);
      toast({ message: DONE[act](firstName(person.name)) });
    } catch (problem) {
      const isLast = isProblem(problem, "last-administrator");
      toast({ message: isLast ? "Make someone else an administrator first." : sentenceOf(problem) });
    }
    await client.invalidateQueries({ queryKey: ["admin"] });
    await client.invalidateQueries({ queryKey: ["people"] });
  };
}
