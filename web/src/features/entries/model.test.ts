import { describe, expect, it } from "vitest";
import { expiryWords } from "../../entries/days.ts";
import { foldersOf, rowLine } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";
import { addressOf, onShelf, shelfOf } from "./model.ts";

const NOW = new Date(2026, 10, 21, 14, 0);

function row(title: string, more: Partial<EntryRow> = {}): EntryRow {
  return {
    ...{ id: title, rev: 1, kind: "login", title, username: null, hosts: [], tags: [], folder: null },
    ...{
      holder: null,
      lastDigits: null,
      isFavourite: false,
      expires: null,
      changedAt: "2026-11-21T10:00:00Z",
      trashedAt: null,
      isCopy: false,
    },
    ...{ hasCode: false, hasPassword: true, files: 0 },
    ...more,
  };
}
const titles = (rows: readonly EntryRow[]) => rows.map(({ title }) => title);

describe("shelves", () => {
  const rows = [
    row("a", { folder: "Servers/Oslo", isFavourite: true }),
    row("b", { folder: "Servers", expires: "2026-12-21" }),
    row("c", { folder: "Serverside", expires: "2026-12-22" }),
    row("d", { expires: "2026-11-01" }),
    row("e", { folder: "Received" }),
  ];

  it("hold what they say", () => {
    expect(titles(onShelf(rows, { list: "favourites" }, NOW))).toEqual(["a"]);
    expect(titles(onShelf(rows, { list: "expiring" }, NOW))).toEqual(["b", "d"]);
    expect(titles(onShelf(rows, { list: "received" }, NOW))).toEqual(["e"]);
    expect(titles(onShelf(rows, { list: "folder", folder: "Servers" }, NOW))).toEqual(["a", "b"]);
  });

  it("name what lies in a folder right after the folder", () => {
    const others = ["Servers old", "Servers/Oslo/Attic", "Servers", "Back"].map((folder) => row(folder, { folder }));
    expect(foldersOf(others).map(({ name }) => name)).toEqual([
      ...["Back", "Servers", "Servers/Oslo", "Servers/Oslo/Attic", "Servers old"],
    ]);
  });

  it("name every folder with what lies in it and below", () => {
    expect(foldersOf(rows).map(({ name, count }) => `${name} ${count}`)).toEqual([
      "Received 1",
      "Servers 2",
      "Servers/Oslo 1",
      "Serverside 1",
    ]);
  });

  it("never carry the name of a folder in what a request sends", () => {
    const address = addressOf({ list: "folder", folder: "Servers/Oslo & co" }, "id");
    const [path = "", fragment] = address.split("#");
    expect(path).toBe("/entries/folder/id");
    expect(shelfOf("folder", `#${fragment}`)).toEqual({ list: "folder", folder: "Servers/Oslo & co" });
  });

  it("that are not there have no address", () => {
    expect(shelfOf("elsewhere", "")).toBeNull();
    expect(shelfOf("folder", "#Received")).toEqual({ list: "received" });
    expect(shelfOf("folder", "")).toBeNull();
    expect(shelfOf("folder", "#%E0%A4%A")).toBeNull();
    expect(shelfOf(undefined, "")).toEqual({ list: "all" });
  });
});

it("says when an entry expires", () => {
  expect(expiryWords("2026-11-21", NOW)).toBe("Expires today");
  expect(expiryWords("2026-11-22", NOW)).toBe("Expires in 1 day");
  expect(expiryWords("2026-11-19", NOW)).toBe("Expired 2 days ago");
});

it("says what an entry is, and whose", () => {
  expect(rowLine(row("x", { username: "root", hosts: ["a.example"] }))).toBe("Login · root");
  expect(rowLine(row("x", { username: "", hosts: ["a.example"] }))).toBe("Login · a.example");
  expect(rowLine(row("x", { kind: "wifi" }))).toBe("Wi-Fi");
  expect(rowLine(row("x", { kind: "wifi", username: "HALDEN-LIS" }))).toBe("Wi-Fi · HALDEN-LIS");
  expect(rowLine(row("x", { kind: "api-key", username: "rk_live" }))).toBe("API key · rk_live");
  expect(rowLine(row("x", { kind: "licence", holder: "Halden" }))).toBe("Software licence · Halden");
});

it("tells a key by user and host, a database by its user, a card by its end", () => {
  const key = { kind: "ssh-key", hosts: ["bastion"] };
  expect(rowLine(row("x", { ...key, username: "elin" }))).toBe("SSH key · elin@bastion");
  expect(rowLine(row("x", key))).toBe("SSH key · bastion");
  expect(rowLine(row("x", { kind: "database", username: "readonly", hosts: ["db"] }))).toBe("Database · readonly");
  const card = { kind: "card", holder: "Elin Voss" };
  expect(rowLine(row("x", { ...card, lastDigits: "4821" }))).toBe("Card · ends in 4821");
  expect(rowLine(row("x", card))).toBe("Card · Elin Voss");
});

it("tells a passport and a certificate by their day", () => {
  const line = (expires: string | null, kind = "certificate") =>
    rowLine(row("x", { kind, holder: "*.halden.example", expires }), NOW);
  expect(line(null)).toBe("Certificate · *.halden.example");
  expect(line("2027-02-17")).toBe("Certificate · 88 days left");
  expect(line("2026-11-22")).toBe("Certificate · 1 day left");
  expect(line("2026-11-21")).toBe("Certificate · expires today");
  expect(line("2026-11-19")).toBe("Certificate · expired 2 days ago");
  expect(line("2027-08-01", "identity")).toBe("Identity · expires Aug 2027");
  expect(line("2027-08-01", "login")).toBe("Login · *.halden.example");
});
