import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../api/problems.ts";
import { show } from "../../ui/testing/show.tsx";
import { GroupDialog } from "./GroupDialog.tsx";
import { useGroupDialog } from "./useGroupDialog.ts";

/** The group at the server, and what the worker says. Everything else is the product's own code. */
interface Fake {
  group: { gid: string; name: string; rev: number; members: { addr: string; name: string }[] };
  said: "theirs" | "somebody-else" | "unknown";
  facts: Record<string, { state: string; entry: string | null }>;
  saves: number;
  writes: string[];
  /** What the answer with the group waits for. */
  onItsWay: Promise<void>;
}

const fake = vi.hoisted((): Fake => ({
  group: { gid: "g", name: "Team", rev: 1, members: [] },
  said: "theirs",
  facts: {},
  saves: 0,
  writes: [],
  onItsWay: Promise.resolve(),
}));

vi.mock("../../keys/people.ts", () => ({
  learnPeople: (addrs: string[]) =>
    Promise.resolve(
      addrs.map((addr) => ({ addr, name: null, state: "known", entry: null, sameNameAs: [], ...fake.facts[addr] })),
    ),
}));
vi.mock("../../keys/vault.ts", () => ({
  saveVault: () => {
    fake.saves += 1;
    return Promise.resolve();
  },
  saveVaultSoon: () => undefined,
}));
vi.mock("../../keys/keyring.ts", () => ({
  keyring: () => ({ judgeInvitation: () => Promise.resolve(fake.said) }),
}));
vi.mock("./server.ts", () => {
  const write = (rev: number, change: () => void) => {
    if (rev !== fake.group.rev) throw new ApiProblem(409, { code: "group-changed", current: fake.group.rev }, null);
    change();
    fake.group = { ...fake.group, rev: rev + 1 };
    return Promise.resolve(fake.group);
  };
  return {
    fetchGroup: () => fake.onItsWay.then(() => fake.group),
    renameGroup: (group: { rev: number }, name: string) =>
      Promise.resolve().then(() =>
        write(group.rev, () => {
          fake.writes.push(`name ${name}`);
          fake.group = { ...fake.group, name };
        }),
      ),
    changeMembers: (group: { rev: number }, add: string[], remove: string[]) =>
      Promise.resolve().then(() =>
        write(group.rev, () => {
          fake.writes.push(`add ${add.join()} remove ${remove.join()}`);
          const kept = fake.group.members.filter(({ addr }) => !remove.includes(addr));
          fake.group = { ...fake.group, members: [...kept, ...add.map((addr) => ({ addr, name: addr }))] };
        }),
      ),
  };
});

const { judgeLinks, stateOf } = await import("./judging.ts");

function Dialog({ onClose }: { onClose: () => void }) {
  return <GroupDialog opened {...useGroupDialog("g", onClose)} />;
}

beforeEach(() => {
  fake.group = { gid: "g", name: "Team", rev: 1, members: [{ addr: "alice@example.org", name: "Alice" }] };
  fake.facts = {};
  fake.saves = 0;
  fake.writes = [];
});

describe("a group that somebody else changed meanwhile", () => {
  it("is shown with my edit on top and saved only when I say so again", async () => {
    const onClose = vi.fn();
    const { person } = show(
      <QueryClientProvider client={new QueryClient()}>
        <Dialog onClose={onClose} />
      </QueryClientProvider>,
    );
    const name = await screen.findByDisplayValue("Team");
    await person.clear(name);
    await person.type(name, "Crew");
    fake.group = { ...fake.group, rev: 2, members: [...fake.group.members, { addr: "bob@example.org", name: "Bob" }] };

    await person.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Somebody changed this group meanwhile: Bob was added/)).toBeVisible();
    expect(fake.writes).toEqual([]);
    expect(screen.getByLabelText("Name")).toHaveValue("Crew");

    await person.click(screen.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(fake.writes).toEqual(["name Crew"]);
    expect(fake.group.members.map((member) => member.addr)).toEqual(["alice@example.org", "bob@example.org"]);
  });
});

it("keeps what was typed while the group was on its way", async () => {
  let arrive: () => void = () => {};
  fake.onItsWay = new Promise((resolve) => {
    arrive = resolve;
  });
  const onClose = vi.fn();
  const { person } = show(
    <QueryClientProvider client={new QueryClient()}>
      <Dialog onClose={onClose} />
    </QueryClientProvider>,
  );
  await person.type(await screen.findByLabelText("Name"), "Crew");

  arrive();

  expect(await screen.findByText("Alice")).toBeVisible();
  expect(screen.getByLabelText("Name")).toHaveValue("Crew");
  await person.click(screen.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(fake.writes).toEqual(["name Crew"]);
});

describe("a link that was used", () => {
  const link = (id: string) => ({ id, addr: "bob@example.org", state: "claimed", tag: "t", entry: "e" }) as const;

  it("by somebody else says so, also when it is looked at again, and the vault is saved once", async () => {
    fake.said = "somebody-else";
    const first = await judgeLinks([link("a")]);
    expect(stateOf(link("a"), true, first)).toBe("somebody-else");
    expect(fake.saves).toBe(1);

    fake.said = "unknown";
    expect((await judgeLinks([link("a")])).get("a")).toBe("somebody-else");
    expect(fake.saves).toBe(1);
  });

  it("is not called proven when nothing here proves it", async () => {
    fake.said = "unknown";
    fake.facts = { "bob@example.org": { state: "known", entry: "e" } };
    expect((await judgeLinks([link("b")])).get("b")).toBe("not-proven");
    fake.facts = { "bob@example.org": { state: "invited", entry: "e" } };
    expect((await judgeLinks([link("c")])).get("c")).toBe("theirs");
  });

  it("of another administrator is none of mine to judge", () => {
    expect(stateOf(link("d"), false, new Map())).toBe("claimed");
  });

  it("is not judged while it is open", async () => {
    expect((await judgeLinks([{ ...link("e"), state: "open" }])).size).toBe(0);
  });
});
