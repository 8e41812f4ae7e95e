// Templates of the generator, codes and copies through the door of the worker, on two devices of one person.
import { beforeEach, expect, test, vi } from "vitest";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import type { EntryDraft } from "./entryprotocol.ts";
import type { GeneratorSettings } from "./shapes.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const PIN: GeneratorSettings = { mode: "pin", length: 8, runs: false, repeats: false, dates: false };
const HEX: GeneratorSettings = { mode: "hex", size: 16, capitals: false, separator: ":" };
const code = (value: string): unknown => expect.objectContaining({ code: value });

let server: SampleServer;
let laptop: SampleDevice;
beforeEach(async () => {
  server = new SampleServer();
  laptop = new SampleDevice(server);
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
});

async function phone(): Promise<SampleDevice> {
  const device = new SampleDevice(server, memoryStorage());
  await device.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await device.verbs.unlock(server.signedIn(ALICE));
  for (const file of await device.verbs.entriesWanted())
    await device.verbs.takePack(file, server.packs.get(`${ALICE} ${file}`) ?? null);
  return device;
}

const titles = async (device: SampleDevice): Promise<string[]> =>
  (await device.verbs.generatorTemplates()).map(({ title }) => title);

test("a template is saved, replaced by its title, renamed, removed, and no entry", async () => {
  const { verbs } = laptop;
  expect(await titles(laptop)).toEqual([]);
  const id = await verbs.saveGeneratorTemplate("Doors", PIN);
  await verbs.saveGeneratorTemplate("Certificates", HEX);
  expect(await verbs.saveGeneratorTemplate("Doors", HEX)).toBe(id);
  expect(await verbs.listEntries(null, false)).toEqual([]);
  await laptop.save(ALICE);

  const other = await phone();
  expect(await other.verbs.generatorTemplates()).toEqual([
    expect.objectContaining({ title: "Certificates", settings: HEX }),
    { id, title: "Doors", settings: HEX },
  ]);
  await expect(other.verbs.renameGeneratorTemplate(id, "Certificates")).rejects.toEqual(code("form"));
  await expect(other.verbs.saveGeneratorTemplate("two\nlines", PIN)).rejects.toEqual(code("form"));
  await other.verbs.renameGeneratorTemplate(id, "Gates");
  expect(await titles(other)).toEqual(["Certificates", "Gates"]);
  await other.verbs.removeGeneratorTemplate(id);
  expect(await titles(other)).toEqual(["Certificates"]);
  await expect(other.verbs.renameGeneratorTemplate(id, "Gates")).rejects.toEqual(code("entry-not-found"));
  await other.save(ALICE);
  expect(await titles(await phone())).toEqual(["Certificates"]);
});

test("settings that this version does not know are left out", async () => {
  const later = { mode: "emoji", length: 4 } as unknown as GeneratorSettings;
  await laptop.verbs.saveGeneratorTemplate("Later", later);
  await laptop.verbs.saveGeneratorTemplate("Doors", PIN);
  expect(await titles(laptop)).toEqual(["Doors"]);
});

test("a secret that stands in no entry has a running code, another text has none", async () => {
  expect((await laptop.verbs.secretCode("JBSWY3DPEHPK3PXP"))?.code).toMatch(/^[0-9]{6}$/);
  expect(await laptop.verbs.secretCode("1089")).toBeNull();
});

test("fields chosen in another version are not copied", async () => {
  const field = (f: string, value: string) => ({ f, label: null, hide: false, value });
  const draft: EntryDraft = { kind: "login", title: "Grafana", fields: [field("username", "root")] };
  const [id = ""] = await laptop.verbs.addEntries([draft], {});
  expect((await laptop.verbs.entryCopies([{ id, rev: 1, fields: [0] }]))[0]?.fields).toHaveLength(1);
  const secret = { ...draft, fields: [field("totp", "JBSWY3DPEHPK3PXP"), ...draft.fields] };
  await laptop.verbs.changeEntry(id, 1, secret, {});
  await expect(laptop.verbs.entryCopies([{ id, rev: 1, fields: [0] }])).rejects.toEqual(code("entry-changed"));
  const [copy] = await laptop.verbs.entryCopies([{ id, rev: 1, fields: null }]);
  expect(copy?.fields.map(({ f }) => f)).toEqual(["username"]);
});
