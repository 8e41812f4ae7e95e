/** What a search for people and groups found, without what is chosen already. */
import { useEffect, useEffectEvent, useState } from "react";
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
  const [answer, setAnswer] = useState<{ question: string; found: Found | null }>({ question: "", found: NOTHING });
  const question = typed.trim();
  const ask = useEffectEvent(search);
  const tell = useEffectEvent(onFound);
  useEffect(() => {
    if (question === "") return undefined;
    let current = true;
    const settle = (found: Found | null) => {
      if (!current) return;
      setAnswer({ question, found });
      tell();
    };
    const timer = setTimeout(() => {
      ask(question).then(settle, () => settle(null));
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [question]);
  const taken = new Set(chosen.map(keyOf));
  const { people, groups } = answer.found ?? NOTHING;
  const done = answer.found === null ? "failed" : "done";
  return {
    state: question === "" ? "idle" : answer.question === question ? done : "searching",
    people: question === "" ? [] : people.filter((person) => !taken.has(keyOf(person))),
    groups: question === "" ? [] : groups.filter((group) => !taken.has(keyOf(group))),
  };
}
