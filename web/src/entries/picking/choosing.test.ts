import { describe, expect, it, vi } from "vitest";
import type { EntryFacts, EntryRow } from "../model.ts";
import { addressOfCopy, copiesAsked } from "../copying.ts";
import { filtered, kindWords, COMMON_KINDS, OTHER_KINDS } from "../kindFilter.ts";
import { KIND_NAMES } from "../../items/itemWords.ts";
import { isTicked, previewOf, renewed, sourceOf, ticked, toggled, toggledAll } from "./choosing.ts";

const worker = {
  listEntries: vi.fn(),
  entryCopies: vi.fn(),
};
vi.mock("../../keys/keyring.ts", () => ({ keyring: () => worker }));
vi.mock("../../keys/vault.ts", () => ({ fetchEntries: () => Promise.resolve() }));
vi.mock("../../ui/toasts/toasts.tsx", () => ({ toast: vi.fn() }));

function row(id: string, more: Partial<EntryRow> = {}): EntryRow {
  return {
    ...{ id, rev: 1, kind: "login", title: id, username: null, hosts: [], tags: [], folder: null, files: 0 },
    ...{
      holder: null,
      lastDigits: null,
      isFavourite: false,
      expires: null,
      changedAt: "2026-11-20T10:00:00Z",
      trashedAt: null,
    },
    ...{ isCopy: false, hasCode: false, hasPassword: true },
    ...more,
  };
}

const field = (f: string, value: string | null = "x") => ({ f, label: null, isCovered: value === null, value });
const FIELDS = [field("username"), field("password", null), field("totp", null)];
const ENTRY: EntryFacts = { ...row("a"), fields: FIELDS, attachments: [], history: [], sent: [] };

describe("choosing entries for a message", () => {
  it("finds them by kind and by folder, with the folders within", () => {
    const rows = [row("a", { folder: "Servers/Oslo" }), row("b", { kind: "ssh-key", folder: "Servers" }), row("c")];
    const ids = (...args: [Parameters<typeof filtered>[1], string]) => filtered(rows, ...args).map(({ id }) => id);
    expect(ids("all", "")).toEqual(["a", "b", "c"]);
    expect(ids("all", "Servers")).toEqual(["a", "b"]);
    expect(ids("keys", "Servers")).toEqual(["b"]);
    expect(ids("logins", "Serv")).toEqual([]);
  });

  it("finds every type by one chip or another, by one only", () => {
    const kinds = [...COMMON_KINDS, ...OTHER_KINDS].flatMap((one) => [...(one.kinds ?? [])]);
    expect(kinds.sort()).toEqual(Object.keys(KIND_NAMES).sort());
    expect([kindWords("keys"), kindWords("networks"), kindWords("all")]).toEqual(["keys", "Wi-Fi networks", "entries"]);
  });

  it("takes all and leaves all, and keeps what was ticked before", () => {
    const rows = [row("a"), row("b")];
    const own = { id: "a", rev: 1, fields: [0] };
    const all = toggledAll(new Map([["a", own]]), rows);
    expect([...all.values()]).toEqual([own, { id: "b", rev: 1, fields: null }]);
    expect(toggledAll(all, rows).size).toBe(0);
    expect([...toggled(all, row("a")).keys()]).toEqual(["b"]);
  });

  it("leaves the secret of one-time codes out until it is ticked", () => {
    expect(FIELDS.map((one, at) => isTicked(null, one, at))).toEqual([true, true, false]);
    expect(ticked(ENTRY, null, 2)).toEqual([0, 1, 2]);
    expect(ticked(ENTRY, null, 1)).toEqual([0]);
    expect(ticked(ENTRY, [0, 1, 2], 2)).toEqual([0, 1]);
  });

  it("forgets what was ticked in another version, and who is gone", () => {
    const choices = new Map([row("a"), row("b"), row("c")].map((one) => [one.id, { ...sourceOf(one), fields: [2] }]));
    const now = renewed(choices, [row("a"), row("b", { rev: 2 })]);
    expect([...now.values()]).toEqual([
      { id: "a", rev: 1, fields: [2] },
      { id: "b", rev: 2, fields: null },
    ]);
  });

  it("shows nothing of what is covered", () => {
    expect(previewOf(field("password", null))).toBe("••••••••");
    expect(previewOf(field("username", "root"))).toBe("root");
    expect(previewOf(field("note", "one\ntwo\n"))).toBe("2 lines");
  });
});

describe("the address of a copy", () => {
  it("names entry or folder behind # only, and is read back", async () => {
    worker.listEntries.mockResolvedValue([row("a"), row("b", { folder: "Häuser + Türen/1" }), row("c")]);
    worker.entryCopies.mockImplementation((choices: readonly unknown[]) => Promise.resolve(choices));
    const href = addressOfCopy({ folder: "Häuser + Türen" });
    expect(href).toMatch(/^\/messages\/new#folder=[\w%]+$/);
    const ids = async (address: string) =>
      (await copiesAsked(new URL(address, "http://x").hash))?.map(({ source }) => source?.id);
    expect(await ids(href)).toEqual(["b"]);
    expect(await ids(addressOfCopy({ entry: "c" }))).toEqual(["c"]);
    expect(await ids(addressOfCopy({ entry: "z" }))).toEqual([]);
    expect(addressOfCopy({ entries: ["c", "a"] })).toMatch(/^\/messages\/new#entries=[\w%]+$/);
    expect(await ids(addressOfCopy({ entries: ["c", "z", "a"] }))).toEqual(["a", "c"]);
    expect(await copiesAsked("")).toBeNull();
  });

  it("takes no more than a message holds", async () => {
    worker.listEntries.mockResolvedValue(Array.from({ length: 60 }, (_, at) => row(`e${at}`, { folder: "F" })));
    expect(await copiesAsked("#folder=F")).toHaveLength(50);
  });
});
