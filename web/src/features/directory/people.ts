/** People and groups as the server lists them, with what the worker verified of each. */
import { bodyOf, http, repeatSafe } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import { learnPeople } from "../../keys/people.ts";
import type { PersonFacts, PersonState } from "../../worker/shapes.ts";
import type { KeyState, PersonRow } from "./model.ts";

export type Person = Schemas["directory_schemas_PersonAnswer"];

export const PEOPLE_KEY = ["people"] as const;
export const personKey = (id: string) => ["person", id] as const;
export const GROUPS_KEY = ["groups"] as const;
export const groupKey = (gid: string) => ["group", gid] as const;

const KEY_STATES: Record<PersonState, KeyState> = {
  checked: "checked",
  invited: "invited",
  known: "known",
  unknown: "known",
  "new-key": "new-key",
  "two-keys": "unusable",
  behind: "unusable",
  refused: "unusable",
  "no-key": "no-key",
  suspended: "suspended",
  "not-fetched": "waiting",
};

/** The name is that of the verified entry; the server's word stands in only for who has none. */
export function rowOf(person: Person, facts: PersonFacts | undefined, me: string): PersonRow {
  return {
    id: person.id,
    addr: person.addr,
    name: facts?.name ?? person.name ?? person.addr,
    key: facts === undefined ? "waiting" : KEY_STATES[facts.state],
    sameName: (facts?.sameNameAs.length ?? 0) > 0,
    me: person.addr === me,
  };
}

/** Rows in the server's order, everybody verified in one go. */
export async function verifiedRows(people: readonly Person[], me: string): Promise<PersonRow[]> {
  const facts = new Map((await learnPeople(people.map(({ addr }) => addr))).map((one) => [one.addr, one]));
  return people.map((person) => rowOf(person, facts.get(person.addr), me));
}

export async function fetchPeople(cursor: string | null): Promise<Schemas["PeoplePage"]> {
  return bodyOf(http.GET("/v1/people", { params: { query: cursor === null ? {} : { cursor } } }));
}

export async function fetchPerson(id: string): Promise<Person> {
  return bodyOf(http.GET("/v1/people/{person_id}", { params: { path: { person_id: id } } }));
}

/** spec/api.md, section 6: so many of each. */
const MOST_FOUND = 20;

export async function searchPeople(typed: string): Promise<Person[]> {
  const body = { q: typed.slice(0, 100), limit: MOST_FOUND };
  return (await bodyOf(http.POST("/v1/directory/search", { body, ...repeatSafe }))).people;
}

export async function fetchGroups(cursor: string | null): Promise<Schemas["GroupsPage"]> {
  return bodyOf(http.GET("/v1/groups", { params: { query: cursor === null ? {} : { cursor } } }));
}

export async function fetchGroup(gid: string): Promise<Schemas["GroupAnswer"]> {
  return bodyOf(http.GET("/v1/groups/{gid}", { params: { path: { gid } } }));
}
