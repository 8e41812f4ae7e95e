// KeePass: what a reference to another entry becomes, by whichever field the other one is named.
import * as kdbxwebModule from "kdbxweb";
import { describe, expect, test } from "vitest";
import type { Found } from "./found.ts";
import { readFile } from "./reading.ts";
import { references } from "./references.ts";

const kdbxweb = (kdbxwebModule as unknown as { default?: typeof kdbxwebModule }).default ?? kdbxwebModule;
type Database = kdbxwebModule.Kdbx;
type Entries = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Entries by their titles, in the order of the file; those of `inner` lie in a group inside, which comes last. */
function database(entries: Entries, inner: Entries = {}): Database {
  const secret = new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString("sample password"));
  const made = kdbxweb.Kdbx.create(secret, "Samples");
  made.setVersion(3);
  const root = made.getDefaultGroup();
  const lower = made.createGroup(root, "Servers");
  for (const [group, each] of [
    [lower, inner],
    [root, entries],
  ] as const) {
    for (const [title, fields] of Object.entries(each)) {
      const entry = made.createEntry(group);
      entry.fields.set("Title", title);
      for (const [name, value] of Object.entries(fields))
        entry.fields.set(name, name === "Password" ? kdbxweb.ProtectedValue.fromString(value) : value);
    }
  }
  return made;
}

async function imported(made: Database): Promise<Found> {
  const answer = await readFile({ file: await made.save(), password: "sample password", keyFile: null });
  if (answer.state !== "found") throw new Error(JSON.stringify(answer));
  return answer.found;
}

async function fieldsOf(made: Database, title: string): Promise<unknown> {
  return (await imported(made)).entries.find(({ item }) => item["title"] === title)?.item["fields"];
}

const MAIL = { UserName: "olga", Password: "v5#Mqt", URL: "https://mail.example", Notes: "Ask Kim.", Code: "D-17" };

describe("a reference", () => {
  test.each([
    ["T", "mail"],
    ["U", "OLGA"],
    ["P", "v5#Mqt"],
    ["A", "mail.example"],
    ["N", "ask kim"],
    ["O", "d-17"],
  ])("finds the other entry by %s, whatever the letters are", async (where, text) => {
    const made = database(
      { Copy: { Password: `{REF:P@${where}:${text}}`, UserName: `{ref:u@${where}:${text}}` } },
      { Mail: MAIL },
    );
    expect(await fieldsOf(made, "Copy")).toEqual([
      { f: "username", value: "olga" },
      { f: "password", value: "v5#Mqt" },
    ]);
    expect((await imported(made)).remarks).toEqual([]);
  });

  test("may stand within a text, for each field, and for the id", async () => {
    const made = database({
      Mail: MAIL,
      Copy: { Notes: "{REF:T@T:mail}: {REF:A@T:mail}, {REF:N@T:mail}", Id: "{REF:I@T:mail}" },
    });
    const fields = await fieldsOf(made, "Copy");
    expect(fields).toEqual([
      { f: "custom", label: "Id", value: expect.stringMatching(/^[0-9A-F]{32}$/) as string },
      { f: "note", value: "Mail: https://mail.example, Ask Kim." },
    ]);
  });

  test("takes the first entry that fits, those of a group before those of the groups in it", async () => {
    const made = database({ "Old mail": { Password: "old" }, Copy: { Password: "{REF:P@T:mail}" } }, { Mail: MAIL });
    expect(await fieldsOf(made, "Copy")).toEqual([{ f: "password", value: "old" }]);
  });

  test("of KeePassXC means the whole of a text", () => {
    const made = database({ "Old mail": { Password: "old" }, Mail: MAIL });
    made.meta.generator = "KeePassXC";
    expect(references(made)("{REF:P@T:mail}")).toBe("v5#Mqt");
  });

  test("covers what it stands for when that is a password", async () => {
    const made = database({ Mail: MAIL, Copy: { Door: "with {REF:P@T:mail}" } });
    expect(await fieldsOf(made, "Copy")).toEqual([{ f: "custom", label: "Door", value: "with v5#Mqt", hide: true }]);
  });

  test("to a reference gives what that one stands for, and a circle is said", async () => {
    const made = database({
      ...{ Mail: MAIL, Second: { Password: "{REF:P@T:mail}" }, Third: { Password: "{REF:P@T:second}" } },
      ...{ Here: { Password: "{REF:P@T:there}" }, There: { Password: "{REF:P@T:here}{REF:P@T:here}" } },
    });
    expect(await fieldsOf(made, "Third")).toEqual([{ f: "password", value: "v5#Mqt" }]);
    expect(await fieldsOf(made, "There")).toEqual([{ f: "password", value: "{REF:P@T:here}{REF:P@T:here}" }]);
    expect((await imported(made)).remarks.map(({ title, why, count }) => `${title}: ${why} ${count}`)).toEqual([
      "Here: references 1",
      "There: references 1",
    ]);
  });

  test("that finds nothing stays as it is, and the others in its text do not", async () => {
    const made = database({ Mail: MAIL, Copy: { Notes: "{REF:U@T:mail} and {REF:U@T:nobody}, {REF:X@T:mail}" } });
    expect(await fieldsOf(made, "Copy")).toEqual([{ f: "note", value: "olga and {REF:U@T:nobody}, {REF:X@T:mail}" }]);
    expect((await imported(made)).remarks.map(({ why, count }) => `${why} ${count}`)).toEqual(["references 1"]);
  });

  test("of a file that is made to grow stays as it is", () => {
    const each = (next: string): string => `{REF:N@T:${next}}`.repeat(2_000);
    const made = database({
      A1: { Notes: each("b1") },
      B1: { Notes: each("c1") },
      C1: { Notes: each("d1") },
      D1: { Notes: "" },
    });
    expect(references(made)(each("a1"))).toBe(each("a1"));
    const long = database({ A1: { Notes: "x".repeat(10_000) } });
    expect(references(long)(each("a1")).length).toBeLessThan(200_000);
  });
});
