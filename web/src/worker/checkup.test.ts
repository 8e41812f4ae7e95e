// The check-up through the door of the worker: the groups, a few passwords in a call, what is judged once, and what leaves.
import { beforeEach, expect, test, vi } from "vitest";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { b64u, hash } from "../crypto/encoding.ts";
import type { Judgement } from "../lib/strength.ts";
import type { CheckupStep, EntryDraft } from "./entryprotocol.ts";
import { memoryStorage } from "./storage.ts";

const strength = vi.hoisted(() => ({ judgePassword: vi.fn<(password: string) => Promise<Judgement>>() }));
vi.mock("../lib/strength.ts", () => strength);
// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const WEAK = "weak of everybody";
const STRONG = ["v5#Mqt.R84zk!Lh2dPw9", "Ht7?wK-uu2;Rb0dYp=3c", "q9%Vfa&J61ym,Ns4cXe8"] as const;
const DAY = 86_400;

let server: SampleServer;
let laptop: SampleDevice;
beforeEach(async () => {
  strength.judgePassword
    .mockReset()
    .mockImplementation((password) => Promise.resolve({ score: password.startsWith("weak") ? 1 : 4, hint: "" }));
  server = new SampleServer();
  laptop = new SampleDevice(server);
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
  await laptop.verbs.entriesWanted();
});

function draft(title: string, password: string, f = "password", kind = "login"): EntryDraft {
  const field = (name: string, value: string) => ({ f: name, label: null, hide: false, value });
  return { kind, title, fields: [field("username", "root"), field(f, password)] };
}

async function add(...drafts: EntryDraft[]): Promise<readonly string[]> {
  return laptop.verbs.addEntries(drafts, {});
}

/** Asked until it is there, and every answer on the way. */
async function checked(device: SampleDevice): Promise<CheckupStep[]> {
  const steps: CheckupStep[] = [];
  do steps.push(await device.verbs.entryCheckup());
  while (steps.at(-1)?.found === null);
  return steps;
}

async function found(device = laptop) {
  const last = (await checked(device)).at(-1)?.found;
  if (last === undefined || last === null) throw new Error("no check-up was found");
  return last;
}

async function saved(device: SampleDevice): Promise<void> {
  while ((await device.save(ALICE)) !== "nothing");
}

const nothing = { weak: [], reused: [], old: [], expiring: [] };

test("without a password nothing is looked at", async () => {
  expect(await found()).toEqual({ lookedAt: 0, ...nothing });
  await add(draft("Deploys", WEAK, "token", "api-key"), draft("Empty", ""));
  expect(await found()).toEqual({ lookedAt: 0, ...nothing });
});

test("each group has its entries, by title, and an entry leaves it when it is changed", async () => {
  laptop.now -= 400 * DAY;
  const [door = ""] = await add(draft("Door", STRONG[0]));
  laptop.now += 400 * DAY;
  const [wiki = "", grafana = "", wifi = ""] = await add(
    draft("Wiki", STRONG[1]),
    draft("Grafana", STRONG[1]),
    draft("Guests", WEAK, "password", "wifi"),
  );
  const expires = new Date((laptop.now + 10 * DAY) * 1000).toISOString().slice(0, 10);
  const [lab = ""] = await laptop.verbs.addEntries([draft("Lab", STRONG[2])], { expires });
  await laptop.verbs.trashEntries(await add(draft("Old router", WEAK)));

  const all = await found();
  expect(all).toMatchObject({ lookedAt: 5, weak: [{ id: wifi, score: 1 }], reused: [[grafana, wiki]] });
  expect(all.old.map(({ id }) => id)).toEqual([door]);
  expect(all.expiring).toEqual([{ id: lab, expires }]);

  // A change of something else does not make the password younger, once there is a version with it.
  await laptop.verbs.changeEntry(door, 1, draft("Door, front", STRONG[0]), {});
  expect((await found()).old.map(({ id }) => id)).toEqual([door]);
  await laptop.verbs.changeEntry(door, 2, draft("Door, front", "another of its own"), {});
  await laptop.verbs.changeEntry(wiki, 1, draft("Wiki", "yet another of its own"), {});
  await laptop.verbs.changeEntry(wifi, 1, draft("Guests", "strong for guests"), {});
  await laptop.verbs.changeEntry(lab, 1, null, { expires: null });
  expect(await found()).toEqual({ lookedAt: 5, ...nothing });
});

test("a few passwords are judged in a call, and other questions come in between", async () => {
  await add(...Array.from({ length: 10 }, (_, at) => draft(`Entry ${at}`, `weak ${at}`)));

  const first = await laptop.verbs.entryCheckup();
  expect(first).toEqual({ judged: 4, all: 10, found: null });
  expect(strength.judgePassword).toHaveBeenCalledTimes(4);
  expect(await laptop.verbs.listEntries("entry", false)).toHaveLength(10);

  const steps = await checked(laptop);
  expect(steps.map(({ judged }) => judged)).toEqual([8, 10]);
  expect(steps.at(-1)?.found?.weak).toHaveLength(10);
});

test("what did not change is judged once, by list and check-up together, also after another device saved", async () => {
  const [id = "", other = ""] = await add(draft("Grafana", STRONG[0]), draft("Wiki", STRONG[1]));
  await laptop.verbs.entryScores([id]);
  await found();
  await laptop.verbs.changeEntry(id, 1, null, { isFavourite: true });
  await found();
  expect(strength.judgePassword).toHaveBeenCalledTimes(2);

  await saved(laptop);
  const phone = new SampleDevice(server, memoryStorage());
  await phone.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await phone.verbs.unlock(server.signedIn(ALICE));
  await fetchAll(phone);
  await phone.verbs.changeEntry(other, 1, draft("Wiki", WEAK), {});
  await saved(phone);
  await laptop.verbs.takeVault(server.stored(ALICE).vault);
  await fetchAll(laptop);

  expect((await found()).weak).toEqual([{ id: other, score: 1 }]);
  expect(strength.judgePassword.mock.calls.map(([password]) => password)).toEqual([STRONG[0], STRONG[1], WEAK]);
});

test("what judges may be missing for once: asked again, it goes on", async () => {
  await add(draft("Grafana", STRONG[0]));
  strength.judgePassword.mockRejectedValueOnce(new TypeError("not loaded"));
  await expect(laptop.verbs.entryCheckup()).rejects.toThrow();
  expect((await found()).lookedAt).toBe(1);
});

test("no password leaves, and nothing made of one", async () => {
  await add(draft("Grafana", WEAK), draft("Wiki", WEAK), draft("Door", STRONG[0]));
  const told = JSON.stringify(await checked(laptop));
  for (const password of [WEAK, STRONG[0]]) {
    expect(told).not.toContain(password);
    const digest = hash(new TextEncoder().encode(password));
    expect(told).not.toContain(b64u(digest));
    expect(told).not.toContain(Buffer.from(digest).toString("hex"));
  }
  // Ids of 22 letters, numbers, times and days are all there is.
  const strings = told.match(/(?<=[[:,])"[^"]*"(?=[,\]}])/g) ?? [];
  expect(strings).toHaveLength(4);
  for (const text of strings) expect(text).toMatch(/^"([\w-]{22}|\d{4}-[\d-]{5}(T[\d:]{8}Z)?)"$/);
});

test("after the lock nothing is told", async () => {
  await add(draft("Grafana", WEAK));
  await found();
  await laptop.verbs.lock();
  await expect(laptop.verbs.entryCheckup()).rejects.toEqual(expect.objectContaining({ code: "locked" }));
});

async function fetchAll(device: SampleDevice): Promise<void> {
  for (const file of await device.verbs.entriesWanted())
    await device.verbs.takePack(file, server.packs.get(`${ALICE} ${file}`) ?? null);
}
