// Saved entries through the door of the worker: two devices of one person, a server that may lie, and a reload.
import { beforeEach, expect, test, vi } from "vitest";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { b64u, unb64u } from "../crypto/encoding.ts";
import type { EntryDraft, EntryRow, PackBody } from "./entryprotocol.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const code = (value: string): unknown => expect.objectContaining({ code: value });

let server: SampleServer;
let laptop: SampleDevice;
beforeEach(async () => {
  server = new SampleServer();
  laptop = new SampleDevice(server);
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
});

async function unlocked(storage = memoryStorage()): Promise<SampleDevice> {
  const device = new SampleDevice(server, storage);
  await device.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await device.verbs.unlock(server.signedIn(ALICE));
  return device;
}

function login(title: string, password: string, ...more: EntryDraft["fields"]): EntryDraft {
  const field = (f: string, value: string) => ({ f, label: null, hide: false, value });
  return { kind: "login", title, fields: [field("username", "root"), field("password", password), ...more] };
}

const packOf = (file: string): PackBody | null => server.packs.get(`${ALICE} ${file}`) ?? null;

async function fetchAll(device: SampleDevice): Promise<string[]> {
  const answers: string[] = [];
  for (const file of await device.verbs.entriesWanted()) answers.push(await device.verbs.takePack(file, packOf(file)));
  return answers;
}

async function list(device: SampleDevice, query: string | null = null, trash = false): Promise<string[]> {
  return (await device.verbs.listEntries(query, trash)).map(({ title }) => title);
}

async function saved(device: SampleDevice): Promise<void> {
  for (;;) {
    const answer = await device.save(ALICE);
    if (answer === "nothing") return;
    if (answer === "vault-changed") {
      const { wantsPacks } = await device.verbs.takeVault(server.stored(ALICE).vault);
      if (wantsPacks) await fetchAll(device);
    }
  }
}

async function passwordOf(device: SampleDevice, id: string): Promise<string> {
  return device.verbs.entryValue(id, 1, null);
}

const only = (rows: readonly EntryRow[]): EntryRow => {
  expect(rows).toHaveLength(1);
  return rows[0] as EntryRow;
};

test("forms are known before anything was fetched, and say which fields are covered", async () => {
  const types = await laptop.verbs.entryTypes();
  const login = types.find(({ kind }) => kind === "login");
  expect(login?.fields.filter(({ isCovered }) => isCovered).map(({ f }) => f)).toEqual(["password", "totp", "code"]);
  const card = types.find(({ kind }) => kind === "card")?.fields.filter(({ isCovered }) => isCovered);
  expect(card?.map(({ label }) => label)).toEqual(["Number", "Security code", "PIN"]);
  expect(types).toHaveLength(12);
});

test("an entry is saved, listed without its secrets, and seen on another device", async () => {
  expect(await laptop.verbs.entriesWanted()).toEqual([]);
  expect(await list(laptop)).toEqual([]);
  const site = { f: "url", label: null, hide: false, value: "https://user@grafana.example.org:8443/x" };
  const totp = { f: "totp", label: null, hide: false, value: "JBSWY3DPEHPK3PXP" };
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "first", site, totp)], {
    tags: ["prod"],
    folder: "Servers/Oslo",
    isFavourite: true,
    expires: "2027-01-31",
  });
  await saved(laptop);

  const phone = await unlocked();
  await expect(phone.verbs.listEntries(null, false)).rejects.toEqual(code("entries-not-fetched"));
  expect(await fetchAll(phone)).toEqual(["taken"]);
  expect(only(await phone.verbs.listEntries(null, false))).toEqual({
    ...{ id, rev: 1, kind: "login", title: "Grafana", username: "root", hosts: ["grafana.example.org"] },
    ...{
      holder: null,
      lastDigits: null,
      tags: ["prod"],
      folder: "Servers/Oslo",
      isFavourite: true,
      expires: "2027-01-31",
      files: 0,
    },
    ...{ changedAt: expect.any(String) as string, trashedAt: null, isCopy: false, hasCode: true, hasPassword: true },
  });
  const facts = await phone.verbs.entry(id);
  expect(JSON.stringify(facts)).not.toContain("first");
  expect(facts.fields.map(({ value }) => value)).toEqual(["root", null, site.value, null]);
  expect(await passwordOf(phone, id)).toBe("first");
  expect((await phone.verbs.entryCode(id, 3))?.code).toMatch(/^[0-9]{6}$/);
  expect(await phone.verbs.entryCode(id, 0)).toBeNull();
  for (const [query, found] of [
    ["graf OSLO", ["Grafana"]],
    ["example.org root", ["Grafana"]],
    ["first", []],
    ["nothing", []],
  ] as const)
    expect(await list(phone, query), query).toEqual(found);
  const [copy] = await phone.verbs.entryCopies([{ id, fields: null }]);
  expect(copy?.fields.map(({ f }) => f)).toEqual(["username", "password", "url"]);
});

test("a row tells the end of a long number, finds it by that, and tells nothing else of what is covered", async () => {
  const entry = (kind: string, title: string, fields: Record<string, string>, hide = false): EntryDraft => ({
    ...{ kind, title },
    fields: Object.entries(fields).map(([f, value]) => ({ f, label: null, hide, value })),
  });
  const number = "4000 0000 0000 4821";
  await laptop.verbs.addEntries(
    [
      entry("card", "Company", { holder: "Elin Voss", number }),
      entry("card", "Short", { number: "4821 0000 55" }),
      entry("card", "With its code", { number: `${number} / 123` }),
      entry("bank", "Account", { number: "DE89 3704 0044 0532 0130 00" }),
      entry("bank", "Covered account", { number: "DE89 3704 0044 0532 0130 00", holder: "Elin Voss" }, true),
      entry("identity", "Passport", { number: "123456789012" }),
      entry("login", "Covered name", { username: "hush", url: "https://hush.example" }, true),
    ],
    {},
  );

  const rows = await laptop.verbs.listEntries(null, false);
  expect(rows.map(({ title, lastDigits, holder }) => [title, lastDigits, holder])).toEqual([
    ["Account", "3000", null],
    ["Company", "4821", "Elin Voss"],
    ["Covered account", null, null],
    ["Covered name", null, null],
    ["Passport", null, null],
    ["Short", null, null],
    ["With its code", null, null],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/4000|hush/);
  expect(await list(laptop, "4821")).toEqual(["Company"]);
  expect(await list(laptop, "4000")).toEqual([]);
});

test("the strength of a password is told without the password, and nothing of an entry that has none", async () => {
  const note = { kind: "note", title: "Note", fields: [{ f: "note", label: null, hide: false, value: "x" }] };
  const strong = "kX8#vQ2!mZ7pR4wT9sLd";
  const ids = await laptop.verbs.addEntries([login("Weak", "password1"), login("Strong", strong), note], {});
  const [weak = "", good = ""] = ids;

  expect(await laptop.verbs.entryScores(ids)).toEqual([
    { id: weak, rev: 1, score: 0 },
    { id: good, rev: 1, score: 4 },
  ]);
  const rows = await laptop.verbs.listEntries(null, false);
  expect(rows.filter(({ id }) => ids.includes(id)).map(({ title, hasPassword }) => [title, hasPassword])).toEqual([
    ["Note", false],
    ["Strong", true],
    ["Weak", true],
  ]);
  await expect(laptop.verbs.entryScores(["nobody"])).rejects.toEqual(code("entry-not-found"));
});

test("a change keeps what was, and what was not asked for", async () => {
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "first")], {});
  const kept = { f: "password", label: null, hide: false, value: { keep: 1 } };
  const draft = { ...login("Grafana Oslo", "x"), fields: [kept] };

  expect(await laptop.verbs.changeEntry(id, 1, draft, { folder: "Servers" })).toBe(2);
  await expect(laptop.verbs.changeEntry(id, 1, draft, {})).rejects.toEqual(code("entry-changed"));
  await expect(laptop.verbs.changeEntry(id, 2, null, { folder: "a//b" })).rejects.toEqual(code("form"));
  await expect(laptop.verbs.addEntries([{ ...draft, title: " " }], {})).rejects.toEqual(code("form"));
  await saved(laptop);

  const facts = await laptop.verbs.entry(id);
  expect([facts.title, facts.folder, facts.history.map(({ title }) => title)]).toEqual([
    "Grafana Oslo",
    "Servers",
    ["Grafana"],
  ]);
  expect(await laptop.verbs.entryValue(id, 0, null)).toBe("first");
  expect(await laptop.verbs.entryValue(id, 0, 1)).toBe("root");
  expect(await laptop.save(ALICE)).toBe("nothing");
});

test("many entries are moved at once, each to where it belongs, and only those that lie elsewhere", async () => {
  const ids = await laptop.verbs.addEntries([login("Door", "1"), login("Safe", "2"), login("Gate", "3")], {});
  const [door = "", safe = "", gate = ""] = ids;
  const places = async () =>
    (await laptop.verbs.listEntries(null, false)).map(({ title, folder, rev }) => [title, folder, rev]);
  const to = (folder: string | null, ...some: string[]) => some.map((id) => ({ id, folder }));
  await laptop.verbs.moveEntries(to("Attic", door));
  await saved(laptop);

  await laptop.verbs.moveEntries([...to("Attic", door, safe), ...to("Cellar/Left", gate)]);
  const after = [
    ["Door", "Attic", 2],
    ["Gate", "Cellar/Left", 2],
    ["Safe", "Attic", 2],
  ];
  expect(await places()).toEqual(after);
  expect(await laptop.save(ALICE)).toBe("saved");
  expect(await laptop.save(ALICE)).toBe("nothing");

  for (const wrong of [to("a//b", door), to("Attic", gate, "nobody")])
    await expect(laptop.verbs.moveEntries(wrong)).rejects.toBeTruthy();
  expect(await places()).toEqual(after);
  await laptop.verbs.moveEntries(to(null, door, safe));
  expect((await places()).map(([, folder]) => folder)).toEqual([null, "Cellar/Left", null]);
});

test("the trash gives back for thirty days", async () => {
  const ids = await laptop.verbs.addEntries([login("Door", "1"), login("Safe", "2")], {});
  await laptop.verbs.trashEntries(ids);
  expect([await list(laptop), await list(laptop, null, true)]).toEqual([[], ["Door", "Safe"]]);
  await laptop.verbs.restoreEntries(ids.slice(0, 1));
  expect(await list(laptop)).toEqual(["Door"]);

  laptop.now += 31 * 86_400;
  expect(await list(laptop, null, true)).toEqual([]);
  await laptop.verbs.removeEntries(ids.slice(0, 1));
  await saved(laptop);
  const phone = await unlocked();
  phone.now = laptop.now;
  await fetchAll(phone);
  expect([await list(phone), await list(phone, null, true)]).toEqual([[], []]);
});

test("two devices that save at once lose nothing, and both versions of one entry stay", async () => {
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "first")], {});
  await saved(laptop);
  const phone = await unlocked();
  await fetchAll(phone);

  await laptop.verbs.addEntries([login("Laptop", "1")], {});
  await laptop.verbs.changeEntry(id, 1, login("Grafana", "laptop"), {});
  await saved(laptop);
  phone.now += 5;
  await phone.verbs.addEntries([login("Phone", "2")], {});
  await phone.verbs.changeEntry(id, 1, login("Grafana", "phone"), {});
  await saved(phone);

  expect(await phone.verbs.entryCopiesMade()).toEqual(["Grafana"]);
  expect(await phone.verbs.entryCopiesMade()).toEqual([]);
  await laptop.verbs.takeVault(server.stored(ALICE).vault);
  await fetchAll(laptop);
  for (const device of [laptop, phone]) {
    expect(await list(device)).toEqual(["Grafana", "Grafana", "Laptop", "Phone"]);
    expect(await passwordOf(device, id)).toBe("phone");
    const copy = (await device.verbs.listEntries("Grafana", false)).find(({ isCopy }) => isCopy);
    expect(await passwordOf(device, copy?.id ?? "")).toBe("laptop");
  }
  expect(await laptop.save(ALICE)).toBe("nothing");
});

test("what is on the screen stays readable while a newer version is on its way", async () => {
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "first")], {});
  await saved(laptop);
  const phone = await unlocked();
  await fetchAll(phone);
  await laptop.verbs.changeEntry(id, 1, login("Grafana", "second"), {});
  await saved(laptop);

  await phone.verbs.takeVault(server.stored(ALICE).vault);
  expect(await phone.verbs.entriesWanted()).toEqual(["entries-0"]);
  expect(await passwordOf(phone, id)).toBe("first");
  await phone.verbs.addEntries([login("Phone", "1")], {});
  expect(await phone.save(ALICE)).toBe("nothing");

  await fetchAll(phone);
  expect(await passwordOf(phone, id)).toBe("second");
  await saved(phone);
  expect(await list(phone)).toEqual(["Grafana", "Phone"]);
});

test("a change of the vault alone goes on while packs wait", async () => {
  await laptop.verbs.addEntries([login("Grafana", "first")], {});
  await saved(laptop);
  const phone = await unlocked();
  await phone.sync();
  await phone.verbs.makeInvitation("bob@example.org");
  expect(await phone.save(ALICE)).toBe("saved");
  await fetchAll(phone);
  expect(await list(phone)).toEqual(["Grafana"]);
});

test("the device keeps sealed packs only, and needs the server for none twice", async () => {
  await laptop.verbs.addEntries([login("Marker-4711", "Secret-4711")], {});
  await saved(laptop);
  const values = new Map<string, unknown>();
  const storage = {
    get: (name: string) => Promise.resolve(values.get(name)),
    put: (name: string, value: unknown) => Promise.resolve(void values.set(name, value)),
    delete: (name: string) => Promise.resolve(void values.delete(name)),
  };
  await fetchAll(await unlocked(storage));

  const again = await unlocked(storage);
  expect(await again.verbs.entriesWanted()).toEqual([]);
  expect(await list(again)).toEqual(["Marker-4711"]);
  const kept = [...values].filter(([name]) => name.startsWith("pack "));
  expect(kept).toHaveLength(1);
  for (const [name, value] of kept) {
    expect(name).not.toContain("4711");
    expect(Buffer.from(value as Uint8Array).includes("4711")).toBe(false);
  }
});

test("old, foreign and hidden packs are refused once the vault is known to be the newest", async () => {
  const [id = ""] = await laptop.verbs.addEntries([login("Grafana", "old")], {});
  await saved(laptop);
  const old = packOf("entries-0") as PackBody;
  await laptop.verbs.changeEntry(id, 1, login("Grafana", "new"), {});
  await saved(laptop);
  const newest = packOf("entries-0") as PackBody;
  const flipped = unb64u(newest.sealed);
  flipped[flipped.length - 1] = (flipped[flipped.length - 1] as number) ^ 1;

  for (const lie of [old, { ...old, ver: 2 }, { ...newest, sealed: b64u(flipped) }, { ...newest, ver: 1 }, null]) {
    const phone = await unlocked();
    expect(await phone.verbs.entriesWanted()).toEqual(["entries-0"]);
    expect(await phone.verbs.takePack("entries-0", lie)).toBe("stale");
    await phone.verbs.takeVault(server.stored(ALICE).vault);
    await expect(phone.verbs.takePack("entries-0", lie)).rejects.toEqual(code("vault-rolled-back"));
    expect(await phone.verbs.takePack("entries-0", newest)).toBe("taken");
    expect(await passwordOf(phone, id)).toBe("new");
  }
});

test("a locked worker tells nothing", async () => {
  await laptop.verbs.addEntries([login("Grafana", "first")], {});
  await laptop.verbs.lock();
  await expect(laptop.verbs.listEntries(null, false)).rejects.toEqual(code("locked"));
});

test("an entry knows where copies went, and what was changed since, on every device", async () => {
  const [id = "", other = ""] = await laptop.verbs.addEntries([login("Grafana", "first"), login("Door", "4711")], {});
  await saved(laptop);
  const phone = await unlocked();
  await fetchAll(phone);
  const [first, second, link] = [
    b64u(new Uint8Array(16)),
    b64u(new Uint8Array(16).fill(1)),
    b64u(new Uint8Array(16).fill(2)),
  ];
  const sentOf = async (device: SampleDevice) =>
    (await device.verbs.entry(id)).sent.map(({ mid, isLink, before }) => [mid, isLink, before]);
  expect(await sentOf(laptop)).toEqual([]);

  // Both send it at once: nobody has changed it.
  await laptop.verbs.noteCopies([{ id, rev: 1 }], first, false);
  await phone.verbs.noteCopies(
    [
      { id, rev: 1 },
      { id: b64u(new Uint8Array(16).fill(9)), rev: 1 },
    ],
    second,
    false,
  );
  await saved(laptop);
  await saved(phone);
  await laptop.verbs.takeVault(server.stored(ALICE).vault);
  await fetchAll(laptop);
  for (const device of [laptop, phone]) {
    expect((await sentOf(device)).map(([mid]) => mid).sort()).toEqual([first, second].sort());
    expect(await device.verbs.entryCopiesMade()).toEqual([]);
    expect((await device.verbs.entry(id)).rev).toBe(1);
    expect((await device.verbs.entry(other)).sent).toEqual([]);
  }

  // What a form was opened with is still what it changes.
  expect(await laptop.verbs.changeEntry(id, 1, login("Grafana", "second"), {})).toBe(2);
  await laptop.verbs.noteCopies([{ id, rev: 2 }], link, true);
  await laptop.verbs.changeEntry(id, 2, login("Grafana Oslo", "second"), {});
  const since = new Map((await laptop.verbs.entry(id)).sent.map((copy) => [copy.mid, copy]));
  expect([since.get(first)?.before, since.get(link)?.before, since.get(link)?.isLink]).toEqual([
    "password",
    "change",
    true,
  ]);
  await laptop.verbs.changeEntry(id, 3, null, { isFavourite: true });
  expect((await laptop.verbs.entry(id)).sent.length).toBe(3);
});
