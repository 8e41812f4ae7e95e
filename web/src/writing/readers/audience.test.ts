import { describe, expect, it, vi } from "vitest";
import type { PersonFacts } from "../../worker/shapes.ts";
import type { Resolved } from "./audience.ts";

vi.stubGlobal("location", { origin: "http://127.0.0.1" });
const { audienceOf, holdsOf } = await import("./audience.ts");

const ME = "olga@example.org";
const tries = { left: () => 3 };

function facts(addr: string, state: PersonFacts["state"], more: Partial<PersonFacts> = {}): PersonFacts {
  const canReceive = ["checked", "invited", "known", "unknown"].includes(state);
  const nothing = { entry: null, formerName: null, why: null, wasChecked: false, sameNameAs: [] };
  return { addr, name: `${addr.split("@")[0] ?? ""} Name`, state, canReceive, ...nothing, ...more };
}

function resolved(people: PersonFacts[], more: Partial<Resolved> = {}): Resolved {
  return { direct: [], groups: [], facts: new Map(people.map((one) => [one.addr, one])), ...more };
}

const group = (members: string[], comparison: Partial<Resolved["groups"][number]["comparison"]> = {}) => ({
  body: { gid: "g", name: "Platform", rev: 1, members: members.map((addr) => ({ addr })) },
  comparison: { gid: "g", state: "same" as const, added: [], removed: [], formerName: null, ...comparison },
});

describe("what holds a send up", () => {
  it("is a new key of somebody chosen, and of a member who is not left out", () => {
    const people = [facts("alice@example.org", "new-key"), facts("bob@example.org", "new-key")];
    const both = resolved(people, { direct: ["alice@example.org"], groups: [group(["bob@example.org"])] });
    expect(holdsOf(both, new Set(), ME, tries).map(({ kind }) => kind)).toEqual(["new-key", "new-key"]);
    expect(holdsOf(both, new Set(["bob@example.org"]), ME, tries)).toHaveLength(1);
  });

  it("is a person who cannot receive when chosen, and nobody when only a member", () => {
    const person = facts("noah@example.org", "no-key", { name: null });
    const chosen = resolved([person], { direct: ["noah@example.org"] });
    expect(holdsOf(chosen, new Set(), ME, tries)).toMatchObject([{ kind: "cannot-receive" }]);
    const member = resolved([person], { groups: [group(["noah@example.org", ME])] });
    expect(holdsOf(member, new Set(), ME, tries)).toEqual([]);
    expect(audienceOf(member, new Set(), ME).leftOut).toEqual([
      "1 of 2 in Platform has no key yet and will not get it: noah@example.org",
    ]);
  });

  it("is a group seen for the first time, people added to it, and an older list", () => {
    const people = [facts("alice@example.org", "known")];
    const first = resolved(people, { groups: [group(["alice@example.org"], { state: "first" })] });
    expect(holdsOf(first, new Set(), ME, tries)).toMatchObject([{ kind: "group-first" }]);
    const added = resolved(people, {
      groups: [group(["alice@example.org"], { state: "added", added: ["alice@example.org"] })],
    });
    expect(holdsOf(added, new Set(), ME, tries)).toMatchObject([{ kind: "group-added" }]);
    expect(holdsOf(added, new Set(["alice@example.org"]), ME, tries)).toEqual([]);
    const older = resolved(people, { groups: [group(["alice@example.org"], { state: "older" })] });
    expect(holdsOf(older, new Set(), ME, tries)).toMatchObject([{ kind: "group-older" }]);
  });
});

describe("the readers line", () => {
  it("counts everybody once, and not the sender", () => {
    const people = [facts("alice@example.org", "known"), facts("bob@example.org", "checked"), facts(ME, "known")];
    const both = resolved(people, {
      direct: ["alice@example.org"],
      groups: [group(["alice@example.org", "bob@example.org", ME])],
    });
    expect(audienceOf(both, new Set(), ME).count).toBe(2);
    expect(audienceOf(both, new Set(["bob@example.org"]), ME).count).toBe(1);
  });

  it("counts and names everybody who is left out, by the reason", () => {
    const people = [facts("noah@example.org", "no-key"), facts("liam@example.org", "suspended")];
    people.push(facts("bob@example.org", "known"), facts("hana@example.org", "no-key"));
    const members = people.map(({ addr }) => addr);
    const two = audienceOf(resolved(people, { groups: [group(members), group(["noah@example.org"])] }), new Set(), ME);
    expect(two.leftOut).toEqual([
      "2 of 4 in Platform have no key yet and will not get it: noah Name and hana Name",
      "1 of 4 in Platform is suspended and will not get it: liam Name",
      "1 of 1 in Platform has no key yet and will not get it: noah Name",
    ]);
    expect(two.leftOutCount).toBe(3);
    const without = audienceOf(resolved(people, { groups: [group(members)] }), new Set(["bob@example.org"]), ME);
    expect(without.leftOut).toContain("1 of 4 in Platform is left out and will not get it: bob Name");
  });

  it("mentions who left and who is called differently now", () => {
    const people = [facts("alice@example.org", "known", { formerName: "A. Martin" })];
    const some = resolved(people, { groups: [group(["alice@example.org"], { removed: ["wei@example.org"] })] });
    expect(audienceOf(some, new Set(), ME).mentions).toEqual([
      "wei@example.org is no longer in it.",
      "Was A. Martin, now alice Name",
    ]);
  });
});
