// Import and export through the door of the worker: what is previewed, what is saved in how many steps, what comes back.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { dangerousOpenAnyAge } from "../crypto/age.ts";
import { fromUtf8, utf8 } from "../crypto/encoding.ts";
import { readFile, type ReadTask } from "../importing/reading.ts";
import type { EntryDraft } from "./entryprotocol.ts";
import type { ImportAnswer, ImportPreview } from "./importprotocol.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const code = (value: string): unknown => expect.objectContaining({ code: value });

/** The worker that reads files, in this process. `deaf` ones never answer. */
class Reader {
  static ended = 0;
  static isDeaf = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  postMessage(task: ReadTask): void {
    if (!Reader.isDeaf) void readFile(task).then((data) => this.onmessage?.({ data }));
  }

  terminate(): void {
    Reader.ended++;
  }
}

let laptop: SampleDevice;
beforeEach(async () => {
  vi.stubGlobal("Worker", Reader);
  vi.stubGlobal("self", { location: { href: "worker.js" } });
  Reader.ended = 0;
  Reader.isDeaf = false;
  laptop = new SampleDevice(new SampleServer());
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
  // What joining left to be written.
  while ((await laptop.save(ALICE)) === "saved");
});
afterEach(() => vi.unstubAllGlobals());

function login(title: string, password: string): EntryDraft {
  const field = (f: string, value: string) => ({ f, label: null, hide: false, value });
  return { kind: "login", title, fields: [field("username", "root"), field("password", password)] };
}

async function answered(file: string | Uint8Array, password: string | null = null): Promise<ImportAnswer> {
  const bytes = typeof file === "string" ? utf8(file) : file;
  await new Promise<void>((resolve, reject) => {
    laptop.verbs.carry("readImport", bytes.slice().buffer, password, null, () => resolve()).catch(reject);
  });
  return laptop.verbs.carry("importAnswer");
}

async function preview(file: string | Uint8Array, password: string | null = null): Promise<ImportPreview> {
  const answer = await answered(file, password);
  if (answer.state !== "found") throw new Error(JSON.stringify(answer));
  return answer.preview;
}

async function titles(): Promise<string[]> {
  return (await laptop.verbs.listEntries(null, false)).map(({ title }) => title);
}

const chrome = (rows: readonly (readonly string[])[]): string =>
  ["name,url,username,password,note", ...rows.map((row) => row.join(","))].join("\n");

test("a preview counts and names what is taken, and holds no covered value", async () => {
  const file = chrome([
    ["Grafana", "https://grafana.example.org", "root", "a-covered-value", "a note"],
    ["Kibana", "", "root", "another-covered-value", ""],
    ["broken"],
  ]);
  const seen = await preview(file);
  expect(seen).toMatchObject({ source: "chrome-csv", count: 2, kinds: [{ name: "login", count: 2 }], folders: [] });
  expect(seen.leftOut).toEqual({ count: 1, first: [{ row: 4, title: "broken", why: "columns", count: 1 }] });
  expect(JSON.stringify(seen)).not.toMatch(/covered-value|a note/);
  expect(Reader.ended).toBe(1);
  // Nothing is taken by looking.
  expect(await titles()).toEqual([]);
  expect(await laptop.save(ALICE)).toBe("nothing");
});

test("a thousand entries are one transaction, and are there once", async () => {
  const rows = Array.from({ length: 1000 }, (_, at) => [
    `Login ${at}`,
    `https://h${at}.example.org`,
    "root",
    "x".repeat(200),
    "",
  ]);
  expect((await preview(chrome(rows))).count).toBe(1000);
  expect(await laptop.verbs.carry("takeImport", false)).toEqual({ taken: 1000, all: 1000 });
  expect(await laptop.save(ALICE)).toBe("saved");
  expect(await laptop.save(ALICE)).toBe("nothing");
  expect(await titles()).toHaveLength(1000);
  expect(await laptop.verbs.carry("takeImport", false)).toEqual({ taken: 1000, all: 1000 });
  expect(await laptop.save(ALICE)).toBe("nothing");
});

test("more than fits into one request is taken in steps, each saved whole", async () => {
  const note = "n".repeat(50_000);
  const rows = Array.from({ length: 150 }, (_, at) => [`Login ${at}`, "", "root", `p${at}`, note]);
  expect((await preview(chrome(rows))).count).toBe(150);
  const steps: number[] = [];
  for (let step = { taken: 0, all: 1 }; step.taken < step.all;) {
    step = await laptop.verbs.carry("takeImport", false);
    steps.push(step.taken);
    const write = await laptop.verbs.pendingVault();
    expect(JSON.stringify(write?.body).length).toBeLessThan(8 * 1024 * 1024);
    expect(await laptop.save(ALICE)).toBe("saved");
    expect(await laptop.save(ALICE)).toBe("nothing");
    expect(await titles()).toHaveLength(step.taken);
  }
  expect(steps.length).toBeGreaterThan(2);
  expect(steps.at(-1)).toBe(150);
});

test("what is saved already is left out, unless it is wanted twice", async () => {
  await laptop.verbs.addEntries([login("Grafana", "x")], {});
  const file = chrome([
    ["Grafana", "", "root", "x", "with a note of its own"],
    ["Grafana", "", "root", "another password", ""],
    ["Grafana", "", "root", "another password", ""],
    ["Grafana", "https://grafana.example.org", "root", "x", ""],
  ]);
  expect((await preview(file)).duplicates).toEqual({ count: 2, first: ["Grafana", "Grafana"] });
  expect(await laptop.verbs.carry("takeImport", false)).toEqual({ taken: 2, all: 2 });
  expect(await titles()).toHaveLength(3);

  expect((await preview(file)).duplicates.count).toBe(4);
  expect(await laptop.verbs.carry("takeImport", false)).toEqual({ taken: 0, all: 0 });
  expect(await titles()).toHaveLength(3);
  await preview(file);
  expect(await laptop.verbs.carry("takeImport", true)).toEqual({ taken: 4, all: 4 });
  expect(await titles()).toHaveLength(7);
});

test("what lies in the trash is no duplicate, and notes of one title differ by their text", async () => {
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "x")], {});
  await laptop.verbs.trashEntries([id]);
  expect((await preview(chrome([["Grafana", "", "root", "x", ""]]))).duplicates.count).toBe(0);
  const note = (notes: string) => ({ type: 2, name: "Alarm", notes });
  const items = [note("one"), note("two"), note("two")];
  const seen = await preview(JSON.stringify({ encrypted: false, folders: [], items }));
  expect(seen.duplicates.count).toBe(1);
});

test("what was given up is forgotten, and a file that is still being read is read no longer", async () => {
  await preview(chrome([["Grafana", "", "root", "x", ""]]));
  await laptop.verbs.carry("dropImport");
  await expect(laptop.verbs.carry("takeImport", true)).rejects.toEqual(code("form"));

  Reader.isDeaf = true;
  await laptop.verbs.carry("readImport", new ArrayBuffer(1), null, null, () => undefined);
  expect(await laptop.verbs.carry("importAnswer")).toEqual({ state: "reading" });
  // Nothing waits for it.
  expect(await titles()).toEqual([]);
  expect(Reader.ended).toBe(1);
  await laptop.verbs.carry("dropImport");
  expect(Reader.ended).toBe(2);
});

test("a file that keeps its reader busy is given up after a minute and a half", async () => {
  vi.useFakeTimers();
  try {
    Reader.isDeaf = true;
    const done = vi.fn();
    await laptop.verbs.carry("readImport", new ArrayBuffer(1), null, null, done);
    await vi.advanceTimersByTimeAsync(89_000);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(done).toHaveBeenCalledOnce();
    expect(await laptop.verbs.carry("importAnswer")).toEqual({ state: "unreadable", reason: "too-slow" });
    expect(Reader.ended).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("a reader that answers what no entry can be is not believed", async () => {
  Reader.isDeaf = true;
  let reader: Reader | null = null;
  vi.stubGlobal(
    "Worker",
    class extends Reader {
      constructor() {
        super();
        // eslint-disable-next-line @typescript-eslint/no-this-alias -- the test answers in its place
        reader = this;
      }
    },
  );
  const done = vi.fn();
  await laptop.verbs.carry("readImport", new ArrayBuffer(1), null, null, done);
  const item = { i: 0, kind: "login", from: "entry", title: "x", fields: [{ f: "username", value: 5 }] };
  const found = { source: "keepass", entries: [{ item }], leftOut: [], remarks: [] };
  (reader as Reader | null)?.onmessage?.({ data: { state: "found", found } });
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(await laptop.verbs.carry("importAnswer")).toEqual({ state: "unreadable", reason: "damaged" });
});

test("an export opens with its passphrase, and holds neither history nor trash", async () => {
  const [id = "", old = ""] = await laptop.verbs.addEntries([login("Grafana", "first"), login("Old", "1")], {});
  await laptop.verbs.changeEntry(id, 1, login("Grafana", "second"), {});
  await laptop.verbs.trashEntries([old]);
  await laptop.verbs.saveGeneratorTemplate("Long ones", { mode: "hex", size: 32, capitals: false, separator: "" });
  const sealed = await laptop.verbs.carry("exportSealed", "a long passphrase");
  const opened = await dangerousOpenAnyAge(sealed, { identities: [], passphrases: ["a long passphrase"] });
  const slot = laptop.server.stored(ALICE).account.slot_password;
  const plain = fromUtf8(await laptop.verbs.carry("exportPlain", PASSWORD, slot));
  expect(JSON.parse(fromUtf8(opened))).toEqual(JSON.parse(plain));
  expect(plain).toContain("second");
  expect(plain).not.toMatch(/first|Old|Long ones|past/);
});

test("the plain export needs the password of this account, whatever the server shows", async () => {
  await laptop.verbs.addEntries([login("Grafana", "first")], {});
  const slot = laptop.server.stored(ALICE).account.slot_password;
  await expect(laptop.verbs.carry("exportPlain", "another password", slot)).rejects.toEqual(code("wrong-key"));
  const other = new SampleDevice(new SampleServer());
  await other.start(ALICE, "Alice Martin", "a password of theirs");
  const theirs = other.server.stored(ALICE).account.slot_password;
  await expect(laptop.verbs.carry("exportPlain", "a password of theirs", theirs)).rejects.toEqual(code("wrong-key"));
});

test("what was exported is taken back as it was, sealed and plain", async () => {
  const place = { tags: ["production"], folder: "Servers/Oslo", isFavourite: true, expires: "2027-01-31" };
  await laptop.verbs.addEntries([login("Grafana", "first"), login("Kibana", " 2 ")], place);
  await laptop.verbs.addEntries([{ kind: "note", title: "Alarm", fields: [] }], {});
  const slot = laptop.server.stored(ALICE).account.slot_password;
  const files = [
    { bytes: await laptop.verbs.carry("exportSealed", "a long passphrase"), passphrase: "a long passphrase" },
    { bytes: await laptop.verbs.carry("exportPlain", PASSWORD, slot), passphrase: null },
  ];
  const before = withoutTimes(await laptop.verbs.carry("exportPlain", PASSWORD, slot));
  for (const { bytes, passphrase } of files) {
    const same = await preview(bytes, passphrase);
    expect([same.source, same.count, same.duplicates.count]).toEqual(["waxpost", 3, 3]);
    const rows = await laptop.verbs.listEntries(null, false);
    await laptop.verbs.removeEntries(rows.map(({ id }) => id));
    expect(await titles()).toEqual([]);
    expect((await preview(bytes, passphrase)).duplicates.count).toBe(0);
    expect(await laptop.verbs.carry("takeImport", false)).toEqual({ taken: 3, all: 3 });
    expect(withoutTimes(await laptop.verbs.carry("exportPlain", PASSWORD, slot))).toEqual(before);
  }
});

/** The records of a plain export without what a copy has anew. */
function withoutTimes(plain: Uint8Array): unknown[] {
  const { items } = JSON.parse(fromUtf8(plain)) as { items: Record<string, unknown>[] };
  return items.map((record) => ({ ...record, id: null, rev: null, at: null }));
}

test("a locked worker imports and exports nothing", async () => {
  await laptop.verbs.lock();
  await expect(laptop.verbs.carry("importAnswer")).rejects.toEqual(code("locked"));
  await expect(laptop.verbs.carry("exportSealed", "a long passphrase")).rejects.toEqual(code("locked"));
});
