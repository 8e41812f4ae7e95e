/** Searching people and groups for To: the server finds, the worker says who they are and how their keys stand. */
import { bodyOf, http, repeatSafe } from "../api/client.ts";
import { learnPeople } from "../keys/people.ts";
import type { Found, PersonChoice } from "../ui/PeoplePicker/found.ts";
import type { PersonFacts } from "../worker/shapes.ts";

const MOST = 8;

export async function findRecipients(typed: string, me: string): Promise<Found> {
  const body = { q: typed.slice(0, 100), limit: MOST };
  const { people, groups } = await bodyOf(http.POST("/v1/directory/search", { body, ...repeatSafe }));
  const others = people.filter(({ addr }) => addr !== me);
  const facts = await learnPeople(others.map(({ addr }) => addr));
  return {
    people: facts.map(choiceOf),
    groups: groups.map(({ gid, name, members }) => ({ kind: "group", gid, name, members })),
  };
}

const STATES: Record<PersonFacts["state"], PersonChoice["state"]> = {
  checked: "checked",
  invited: "known",
  known: "known",
  unknown: "known",
  "new-key": "new-key",
  "two-keys": "new-key",
  behind: "no-key",
  "no-key": "no-key",
  suspended: "suspended",
  refused: "no-key",
  "not-fetched": "no-key",
};

export function choiceOf({ addr, name, state }: PersonFacts): PersonChoice {
  return { kind: "person", addr, name: name ?? addr, state: STATES[state] };
}

/** The directory's id of an address, for the page that checks a key; null when nobody has it. */
export async function findPersonId(addr: string): Promise<string | null> {
  const body = { q: addr.slice(0, 100), limit: 20 };
  const { people } = await bodyOf(http.POST("/v1/directory/search", { body, ...repeatSafe }));
  return people.find((person) => person.addr === addr)?.id ?? null;
}
