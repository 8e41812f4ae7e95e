import { describe, expect, it } from "vitest";
import type { PersonChoice } from "../../ui/PeoplePicker/found.ts";
import { difference, rebased, whatChanged } from "./groupEditing.ts";

const person = (name: string): PersonChoice => ({
  kind: "person",
  addr: `${name.toLowerCase()}@example.org`,
  name,
  state: "known",
});
const [alice, bob, charlie, dana] = ["Alice", "Bob", "Charlie", "Dana"].map(person) as [
  PersonChoice,
  PersonChoice,
  PersonChoice,
  PersonChoice,
];
const namesOf = (members: readonly PersonChoice[]) => members.map(({ name }) => name);

describe("an edit of a group that changed meanwhile", () => {
  const base = { name: "Team", members: [alice, bob] };
  const mine = { name: "Team", members: [alice, charlie] };

  it("keeps what the other one did and what I did", () => {
    const fresh = { name: "Crew", members: [alice, bob, dana] };
    const both = rebased(difference(base, mine), fresh);
    expect(both.name).toBe("Crew");
    expect(namesOf(both.members)).toEqual(["Alice", "Dana", "Charlie"]);
  });

  it("asks for nothing that is done already", () => {
    const fresh = { name: "Team", members: [alice, charlie] };
    const again = difference(fresh, rebased(difference(base, mine), fresh));
    expect(again).toEqual({ name: null, add: [], remove: [] });
  });

  it("keeps my name for the group when I gave it one", () => {
    const renamed = { ...base, name: "Crew" };
    expect(rebased(difference(base, renamed), { ...base, name: "Gang" }).name).toBe("Crew");
  });

  it("is told in words", () => {
    expect(whatChanged(base, base)).toBeNull();
    expect(whatChanged(base, { name: "Crew", members: [bob, charlie, dana] })).toBe(
      "the name is “Crew” now, Charlie and Dana were added and Alice was removed",
    );
  });
});
