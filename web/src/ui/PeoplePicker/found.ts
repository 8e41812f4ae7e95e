/** What a search for people and groups found, without what is chosen already. */
import { useEffect, useState } from "react";
import { foldName } from "../../lib/names.ts";

export interface PersonChoice {
  kind: "person";
  addr: string;
  name: string;
  /** What stands at the right of the option. */
  state: "checked" | "known" | "new-key" | "no-key" | "suspended";
}

export interface GroupChoice {
  kind: "group";
  gid: string;
  name: string;
  members: number;
}

export type Choice = PersonChoice | GroupChoice;

export interface Found {
  people: PersonChoice[];
  groups: GroupChoice[];
}

export function keyOf(choice: Choice): string {
  return choice.kind === "person" ? `person:${choice.addr}` : `group:${choice.gid}`;
}

/** Names that more than one of these people carries, in their compared form. */
export function sharedNames(people: readonly PersonChoice[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const person of people) {
    const name = foldName(person.name);
    if (seen.has(name)) shared.add(name);
    seen.add(name);
  }
  return shared;
}

const NOTHING: Found = { people: [], groups: [] };

export interface Search extends Found {
  state: "idle" | "searching" | "done" | "failed";
}

/** Asks 120 ms after the last letter; an answer to an older question is dropped. */
export function useFound(
  typed: string,
  search: (typed: string) => Promise<Found>,
  chosen: readonly Choice[],
  onFound: () => void,
): Search {
  const [answer, setAnswer] = useState<Search>({ ...NOTHING, state: "idle" });
  const question = typed.trim();
  useEffect(() => {
    if (question === "") return setAnswer({ ...NOTHING, state: "idle" });
    let current = true;
    setAnswer((before) => ({ ...before, state: "searching" }));
    const timer = setTimeout(() => {
      search(question).then(
        (found) => {
          if (!current) return;
          setAnswer({ ...found, state: "done" });
          onFound();
        },
        () => current && setAnswer({ ...NOTHING, state: "failed" }),
      );
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // The callbacks are new functions at every drawing; only the question starts a search.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  const taken = new Set(chosen.map(keyOf));
  return {
    state: answer.state,
    people: answer.people.filter((person) => !taken.has(keyOf(person))),
    groups: answer.groups.filter((group) => !taken.has(keyOf(group))),
  };
}
