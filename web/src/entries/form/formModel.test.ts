import { describe, expect, it } from "vitest";
import { nameIn } from "../model.ts";
import type { EntryFacts, FormType } from "../model.ts";
import {
  draftOf,
  errorsOf,
  formOf,
  isBlank,
  isRepeated,
  moved,
  newForm,
  orderedLines,
  ownLine,
  placeOf,
  withType,
} from "./formModel.ts";
import type { EntryForm } from "./formModel.ts";

const field = (f: string, label: string, isCovered = false, traits: object = {}) => ({
  ...{ f, label, isCovered, many: false, lines: false, hide: false },
  ...traits,
});
const LOGIN: FormType = {
  ...{ kind: "login", name: "Login" },
  fields: [
    field("username", "Username"),
    field("password", "Password", true),
    field("url", "Website", false, { many: true }),
    field("note", "Note", false, { lines: true }),
  ],
};
const API_KEY: FormType = {
  ...{ kind: "api-key", name: "API key" },
  fields: [field("username", "Key ID"), field("token", "Secret", true), field("note", "Note")],
};
const saved = (f: string, value: string | null, label: string | null = null) => ({
  ...{ f, label, value, isCovered: value === null },
});
const ENTRY: EntryFacts = {
  ...{
    id: "a",
    rev: 3,
    kind: "login",
    title: "Grafana",
    username: "root",
    holder: null,
    lastDigits: null,
    hosts: [],
    tags: ["prod"],
    folder: "Servers",
  },
  ...{ isFavourite: false, expires: null, changedAt: "2026-11-21T10:00:00Z", trashedAt: null, isCopy: false },
  ...{ hasCode: false, hasPassword: true, files: 0, attachments: [], history: [], sent: [] },
  fields: [saved("password", null), saved("url", "https://a.example"), saved("custom", null, "Door")],
};

function fill(form: EntryForm, f: string, value: string): EntryForm {
  return { ...form, lines: form.lines.map((line) => (line.f === f ? { ...line, value } : line)) };
}

describe("the form of an entry", () => {
  it("of a new entry begins with the password that was made for it", () => {
    const form = newForm(LOGIN, "", "v5#Mqt");
    expect(form.lines.filter(({ value }) => value !== "").map(({ f, value }) => [f, value])).toEqual([
      ["password", "v5#Mqt"],
    ]);
    expect(newForm(API_KEY, "", "v5#Mqt").lines.every(({ value }) => value === "")).toBe(true);
  });

  it("saves what has a value, and nothing else", () => {
    const form = fill({ ...newForm(LOGIN, " Servers / Oslo /"), title: " Grafana " }, "username", "root ");
    expect(draftOf(form)).toEqual({
      ...{ kind: "login", title: "Grafana" },
      fields: [{ f: "username", label: null, hide: false, value: "root " }],
    });
    expect(placeOf(form)).toEqual({ tags: null, folder: "Servers/Oslo", expires: null });
  });

  it("keeps covered values by their place, and offers the fields that are missing where they belong", () => {
    const form = formOf(ENTRY, LOGIN);
    expect(form.lines.map(({ f }) => f)).toEqual(["username", "password", "url", "note", "custom"]);
    expect(draftOf(form).fields).toEqual([
      { f: "password", label: null, hide: false, value: { keep: 0 } },
      { f: "url", label: null, hide: false, value: "https://a.example" },
      { f: "custom", label: "Door", hide: true, value: { keep: 2 } },
    ]);
  });

  it("puts a field before or behind its neighbour, over what is empty, and keeps covered values", () => {
    const form = formOf(ENTRY, LOGIN);
    const names = (one: EntryForm) => orderedLines(one).map(({ name }) => name);
    expect(names(form)).toEqual(["Password", "Website", "Door"]);
    const door = orderedLines(form)[2]?.key as number;

    const above = moved(moved(form, door, -1), door, -1);
    expect(names(above)).toEqual(["Door", "Password", "Website"]);
    expect(above.lines.map(({ f }) => f)).toEqual(["username", "custom", "password", "note", "url"]);
    expect(draftOf(above).fields.map(({ value }) => value)).toEqual([{ keep: 2 }, { keep: 0 }, "https://a.example"]);
    expect(moved(above, door, -1)).toBe(above);
    expect(names(moved(above, door, 1))).toEqual(["Password", "Door", "Website"]);
  });

  it("shows the order that was saved", () => {
    const fields = [saved("custom", null, "Door"), saved("url", "https://a.example"), saved("password", null)];
    const form = formOf({ ...ENTRY, fields }, LOGIN);
    expect(orderedLines(form).map(({ name }) => name)).toEqual(["Door", "Website", "Password"]);
  });

  it("offers a note behind fields of any name, where the type has it", () => {
    const custom = {
      ...{ kind: "other", name: "Custom" },
      fields: [field("custom", "", false, { many: true }), field("note", "Note", false, { lines: true })],
    };
    const form = formOf({ ...ENTRY, kind: "other", fields: [saved("custom", "19", "Rack")] }, custom);
    expect(form.lines.map(({ name }) => name)).toEqual(["Rack", "Note"]);
  });

  it("lets one of two like fields go, and not one that only has a name of its own as others have", () => {
    const identity: FormType = {
      ...{ kind: "identity", name: "Identity" },
      fields: [field("custom", "E-mail"), field("custom", "Phone"), field("url", "Website", false, { many: true })],
    };
    const form = newForm(identity, "");
    expect(form.lines.filter((line) => isRepeated(form, line))).toEqual([]);
    const twice = { ...form, lines: [...form.lines, ...newForm(identity, "").lines.slice(2)] };
    expect(twice.lines.filter((line) => isRepeated(twice, line)).map(({ f }) => f)).toEqual(["url", "url"]);
  });

  it("carries what was typed over to another type, and loses none of it", () => {
    const form = fill(fill(newForm(LOGIN, ""), "username", "root"), "url", "https://a.example");
    const other = withType(form, API_KEY);
    expect(other.kind).toBe("api-key");
    expect(draftOf(other).fields.map(({ f, value }) => [f, value])).toEqual([
      ["username", "root"],
      ["url", "https://a.example"],
    ]);
  });

  it("is blank while only a type was chosen, and not with anything typed", () => {
    const form = withType(newForm(LOGIN, ""), API_KEY);
    expect(isBlank(form)).toBe(true);
    const [first, ...rest] = form.lines;
    expect(isBlank({ ...form, lines: [{ ...(first as EntryForm["lines"][number]), value: "x" }, ...rest] })).toBe(
      false,
    );
    for (const typed of [{ title: "x" }, { folder: "x" }, { tags: ["x"] }, { expires: "2026-12-01" }])
      expect(isBlank({ ...form, ...typed })).toBe(false);
    expect(isBlank(formOf(ENTRY, LOGIN))).toBe(false);
  });

  it("wants a title, and a name for a field of one's own that holds something", () => {
    const own = { ...ownLine(true), value: "1" };
    const form = { ...newForm(LOGIN, ""), lines: [ownLine(false), own] };
    expect(errorsOf(form)).toEqual({ title: "Enter a title", lines: { [own.key]: "Enter a name for this field" } });
    const named = { ...form, title: "x", lines: [{ ...own, name: "Door" }] };
    expect(errorsOf(named)).toBeNull();
    expect(draftOf(named).fields).toEqual([{ f: "custom", label: "Door", hide: true, value: "1" }]);
    expect(errorsOf({ ...named, folder: "a/b/c/d/e/f/g/h/i" })?.folder).toMatch(/^Choose a shorter folder/);
  });

  it("calls fields as their type does", () => {
    expect(nameIn(API_KEY, { f: "username", label: null })).toBe("Key ID");
    expect(nameIn(API_KEY, { f: "password", label: null })).toBe("Password");
    expect(nameIn(undefined, { f: "custom", label: "Door" })).toBe("Door");
  });
});
