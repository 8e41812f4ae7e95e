// Files of saved entries through the door of the worker: two devices of one person, and what each claims and releases.
import { beforeEach, expect, test, vi } from "vitest";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import type { PackBody } from "./entryprotocol.ts";
import type { DraftFiles } from "./shapes.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const LOGIN = { kind: "login", title: "Grafana", fields: [{ f: "password", label: null, hide: false, value: "x" }] };
const code = (value: string): unknown => expect.objectContaining({ code: value });

let server: SampleServer;
let laptop: SampleDevice;
beforeEach(async () => {
  server = new SampleServer();
  laptop = new SampleDevice(server);
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
});

async function unlocked(): Promise<SampleDevice> {
  const device = new SampleDevice(server, memoryStorage());
  await device.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await device.verbs.unlock(server.signedIn(ALICE));
  await fetchAll(device);
  return device;
}

async function fetchAll(device: SampleDevice): Promise<void> {
  const packOf = (file: string): PackBody | null => server.packs.get(`${ALICE} ${file}`) ?? null;
  for (const file of await device.verbs.entriesWanted()) await device.verbs.takePack(file, packOf(file));
}

/** Save until nothing waits; the files that were claimed and released on the way. */
async function saved(device: SampleDevice): Promise<{ claim: string[]; release: string[] }> {
  const files: { claim: string[]; release: string[] } = { claim: [], release: [] };
  for (;;) {
    const pending = await device.verbs.pendingVault();
    const answer = await device.save(ALICE);
    if (answer === "nothing") return files;
    if (answer === "vault-changed") {
      const { wantsPacks } = await device.verbs.takeVault(server.stored(ALICE).vault);
      if (wantsPacks) await fetchAll(device);
    } else {
      files.claim.push(...(pending?.body.claim ?? []));
      files.release.push(...(pending?.body.release ?? []));
    }
  }
}

interface Stored {
  readonly sealed: DraftFiles;
  readonly blob: string;
  readonly bytes: ArrayBuffer;
}

async function sealed(device: SampleDevice, name: string, text: string): Promise<Stored> {
  const { sealing } = await device.verbs.beginSealing();
  const plain = new TextEncoder().encode(text);
  const { blob } = await device.verbs.beginFile(sealing, { name, type: "text/plain", size: plain.length });
  const part = await device.verbs.sealPart(blob, 0, new Blob([plain]));
  return { sealed: { sealing, blobs: [blob] }, blob, bytes: await part.sealed.arrayBuffer() };
}

async function textOf(device: SampleDevice, id: string, { blob, bytes }: Stored): Promise<string> {
  const { opening } = await device.verbs.beginEntryOpening(id, blob);
  const { plain } = await device.verbs.openPart(opening, 0, bytes.slice(0));
  return new TextDecoder().decode(plain);
}

const namesOf = async (device: SampleDevice, id: string): Promise<string[]> =>
  (await device.verbs.entry(id)).attachments.map(({ name }) => name);

test("a file is claimed with its entry, opened on another device, and released when it is taken away", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  await saved(laptop);
  const [one, other] = [await sealed(laptop, "codes.txt", "one two"), await sealed(laptop, "../scan.txt", "three")];

  expect(await laptop.verbs.addEntryFiles(id, [one.sealed, other.sealed])).toBe(2);

  expect(await saved(laptop)).toEqual({ claim: [one.blob, other.blob], release: [] });
  const phone = await unlocked();
  expect(await namesOf(phone, id)).toEqual(["codes.txt", "scan.txt"]);
  expect([await textOf(phone, id, one), await textOf(phone, id, other)]).toEqual(["one two", "three"]);
  await expect(textOf(phone, id, { ...one, bytes: other.bytes })).rejects.toEqual(code("attachment"));
  await expect(phone.verbs.beginEntryOpening(id, "A".repeat(22))).rejects.toEqual(code("entry-not-found"));

  expect(await phone.verbs.removeEntryFile(id, one.blob)).toBe(3);
  expect(await saved(phone)).toEqual({ claim: [], release: [one.blob] });
  await phone.verbs.trashEntries([id]);
  expect(await saved(phone)).toEqual({ claim: [], release: [] });
  await phone.verbs.removeEntries([id]);
  expect(await saved(phone)).toEqual({ claim: [], release: [other.blob] });
});

test("a file needs a key of its own and all its parts, and an entry takes twenty", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  const { sealing } = await laptop.verbs.beginSealing();
  const half = await laptop.verbs.beginFile(sealing, { name: "half", type: "", size: 1 });
  await expect(laptop.verbs.addEntryFiles(id, [{ sealing, blobs: [half.blob] }])).rejects.toEqual(
    code("file-not-sealed"),
  );
  const { sealed: whole } = await sealed(laptop, "a", "a");
  await expect(laptop.verbs.addEntryFiles(id, [{ ...whole, blobs: [] }])).rejects.toEqual(code("form"));
  const many = await Promise.all(
    Array.from({ length: 21 }, async (_, n) => (await sealed(laptop, `${n}`, "x")).sealed),
  );
  await expect(laptop.verbs.addEntryFiles(id, many)).rejects.toEqual(code("form"));
  await laptop.verbs.addEntryFiles(id, many.slice(1));
  expect(await namesOf(laptop, id)).toHaveLength(20);
});

test("uploads that the server forgot hold nothing else up", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  const { sealed: lost, blob } = await sealed(laptop, "a", "a");
  await laptop.verbs.addEntryFiles(id, [lost]);
  expect((await laptop.verbs.pendingVault())?.body.claim).toEqual([blob]);

  await laptop.verbs.dropEntryFiles([blob]);

  expect(await saved(laptop)).toEqual({ claim: [], release: [] });
  expect(await namesOf(laptop, id)).toEqual([]);
});

test("a file that another device added is never lost to a version with a higher number", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  await saved(laptop);
  const phone = await unlocked();
  const file = await sealed(laptop, "codes.txt", "one two");
  await laptop.verbs.addEntryFiles(id, [file.sealed]);
  await saved(laptop);

  await phone.verbs.changeEntry(id, 1, null, { folder: "A" });
  await phone.verbs.changeEntry(id, 2, null, { folder: "B" });
  expect(await saved(phone)).toEqual({ claim: [], release: [] });

  expect(await phone.verbs.entryCopiesMade()).toEqual(["Grafana"]);
  const rows = await phone.verbs.listEntries(null, false);
  expect(rows.map(({ isCopy, folder, files }) => ({ isCopy, folder, files }))).toEqual(
    expect.arrayContaining([
      { isCopy: false, folder: "B", files: 0 },
      { isCopy: true, folder: null, files: 1 },
    ]),
  );
  const copy = rows.find(({ isCopy }) => isCopy);
  expect(await textOf(phone, copy?.id ?? "", file)).toBe("one two");
});

test("a file that another device took away does not come back", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  const file = await sealed(laptop, "codes.txt", "one two");
  await laptop.verbs.addEntryFiles(id, [file.sealed]);
  await saved(laptop);
  const phone = await unlocked();
  await laptop.verbs.removeEntryFile(id, file.blob);
  await laptop.verbs.changeEntry(id, 3, null, { folder: "A" });
  await saved(laptop);

  await phone.verbs.addEntries([{ ...LOGIN, title: "Other" }], {});
  expect(await saved(phone)).toEqual({ claim: [], release: [] });

  expect((await phone.verbs.listEntries(null, false)).map(({ title, files }) => [title, files])).toEqual([
    ["Grafana", 0],
    ["Other", 0],
  ]);
});

test("a file that another device took away is not claimed again by a version that still named it", async () => {
  const [id = ""] = await laptop.verbs.addEntries([LOGIN], {});
  const [gone, kept] = [await sealed(laptop, "gone.txt", "x"), await sealed(laptop, "kept.txt", "y")];
  await laptop.verbs.addEntryFiles(id, [gone.sealed, kept.sealed]);
  await saved(laptop);
  const phone = await unlocked();
  await laptop.verbs.removeEntryFile(id, gone.blob);
  expect(await saved(laptop)).toEqual({ claim: [], release: [gone.blob] });

  await phone.verbs.changeEntry(id, 2, null, { folder: "A" });
  expect(await saved(phone)).toEqual({ claim: [], release: [] });

  const rows = await phone.verbs.listEntries(null, false);
  expect(rows.map(({ files }) => files)).toEqual([1, 1]);
  for (const row of rows) expect(await namesOf(phone, row.id)).toEqual(["kept.txt"]);
});
