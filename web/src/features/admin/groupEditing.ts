/**
 * Editing a group that others may edit at the same moment.
 *
 * What is saved is the difference between what was fetched and what was typed. When the group changed meanwhile, the
 * difference is put on top of the new group and shown: nothing of the other change is undone, nothing is sent by itself.
 */
import { joinNames } from "../../lib/names.ts";
import type { Choice, PersonChoice } from "../../ui/PeoplePicker/found.ts";

export interface Edited {
  readonly name: string;
  readonly members: readonly PersonChoice[];
}

export interface Difference {
  /** null when the name stays. */
  readonly name: string | null;
  readonly add: readonly PersonChoice[];
  readonly remove: readonly PersonChoice[];
}

const without = (all: readonly PersonChoice[], some: readonly PersonChoice[]): PersonChoice[] => {
  const addrs = new Set(some.map(({ addr }) => addr));
  return all.filter(({ addr }) => !addrs.has(addr));
};

export function difference(base: Edited, edited: Edited): Difference {
  return {
    name: edited.name === base.name ? null : edited.name,
    add: without(edited.members, base.members),
    remove: without(base.members, edited.members),
  };
}

/** The same edit on another base. Who was removed and is gone, or was added and is there, needs nothing more. */
export function rebased({ name, add, remove }: Difference, fresh: Edited): Edited {
  const kept = without(fresh.members, remove);
  return { name: name ?? fresh.name, members: [...kept, ...without(add, kept)] };
}

/** "Hana Suzuki was added and Wei Zhang was removed"; null when nothing that is shown changed. */
export function whatChanged(base: Edited, fresh: Edited): string | null {
  const { name, add, remove } = difference(base, fresh);
  const parts = [
    ...(name === null ? [] : [`the name is “${name}” now`]),
    ...(add.length === 0 ? [] : [`${namesOf(add)} ${add.length === 1 ? "was" : "were"} added`]),
    ...(remove.length === 0 ? [] : [`${namesOf(remove)} ${remove.length === 1 ? "was" : "were"} removed`]),
  ];
  return parts.length === 0 ? null : joinNames(parts);
}

/** Groups hold people; a group that was picked stands for nobody. */
export function peopleOf(choices: readonly Choice[]): PersonChoice[] {
  return choices.filter((choice) => choice.kind === "person");
}

function namesOf(people: readonly PersonChoice[]): string {
  const MOST = 5;
  const names = people.slice(0, MOST).map(({ name }) => name);
  return joinNames(people.length > MOST ? [...names, `${people.length - MOST} more`] : names);
}
