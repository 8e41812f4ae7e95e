/** Groups at the server: members as verified people, writes under the number that was seen. */
import { isProblem } from "../../api/problems.ts";
import { learnPeople } from "../../keys/people.ts";
import type { Found, PersonChoice } from "../../ui/PeoplePicker/found.ts";
import type { PersonFacts } from "../../worker/shapes.ts";
import { difference } from "./groupEditing.ts";
import type { Edited } from "./groupEditing.ts";
import { changeMembers, fetchGroup, postGroup, renameGroup, searchDirectory } from "./server.ts";
import type { Group } from "./server.ts";

export interface LoadedGroup extends Edited {
  readonly stored: Group;
}

const STATES: Partial<Record<PersonFacts["state"], PersonChoice["state"]>> = {
  checked: "checked",
  "new-key": "new-key",
  "two-keys": "new-key",
  suspended: "suspended",
  "no-key": "no-key",
};

async function choicesOf(people: readonly { addr: string; name: string | null }[]): Promise<PersonChoice[]> {
  const facts = new Map((await learnPeople(people.map(({ addr }) => addr))).map((one) => [one.addr, one]));
  return people.map(({ addr, name }) => {
    const known = facts.get(addr);
    const state = known === undefined ? "known" : (STATES[known.state] ?? "known");
    return { kind: "person", addr, name: known?.name ?? name ?? addr, state };
  });
}

export async function loadGroup(gid: string): Promise<LoadedGroup> {
  return loaded(await fetchGroup(gid));
}

async function loaded(stored: Group): Promise<LoadedGroup> {
  return { stored, name: stored.name, members: await choicesOf(stored.members) };
}

/** People for the members' field; invited ones may be in a group too. */
export async function findMembers(typed: string): Promise<Found> {
  return { people: await choicesOf((await searchDirectory(typed)).people), groups: [] };
}

/** `changed`: somebody was faster; `fresh` is how the group is now, null when it is gone. What was saved before stays saved. */
export type SaveOutcome = { readonly done: true } | { readonly done: false; readonly fresh: LoadedGroup | null };

export async function saveGroup(base: LoadedGroup, edited: Edited): Promise<SaveOutcome> {
  const { name, add, remove } = difference(base, edited);
  try {
    let { stored } = base;
    if (name !== null) stored = await renameGroup(stored, name);
    if (add.length + remove.length > 0)
      await changeMembers(
        stored,
        add.map(({ addr }) => addr),
        remove.map(({ addr }) => addr),
      );
    return { done: true };
  } catch (problem) {
    if (isProblem(problem, "group-not-found")) return { done: false, fresh: null };
    if (isProblem(problem, "group-changed")) return { done: false, fresh: await refetched(base.stored.gid) };
    throw problem;
  }
}

/** `gid` is made once per dialog, so that trying again makes no second group. */
export async function makeGroup(gid: string, { name, members }: Edited): Promise<void> {
  await postGroup({ gid, name, members: members.map(({ addr }) => addr) });
}

export async function refetched(gid: string): Promise<LoadedGroup | null> {
  try {
    return await loadGroup(gid);
  } catch (problem) {
    if (isProblem(problem, "group-not-found")) return null;
    throw problem;
  }
}
