// Measure a thousand saved entries in the worker, without a browser: `node --input-type=module -e 'import("vite").then((vite) => vite.runnerImport("./tools/bench-entries.ts"))'`.
//
// First list: packs come from the server. Later list: the device kept them. Both count from the unlocked worker to the
// rows; to reach: 1,000 ms and 200 ms.
import { memoryStorage } from "../src/worker/storage.ts";
import { SampleDevice, SampleServer } from "./sample-server.ts";

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const ENTRIES = 1000;
const ROUNDS = 7;

const server = new SampleServer();
const laptop = new SampleDevice(server);
await laptop.start(ALICE, "Alice Martin", PASSWORD);
const field = (f: string, value: string) => ({ f, label: null, hide: false, value });
const drafts = Array.from({ length: ENTRIES }, (_none, n) => ({
  kind: "login",
  title: `Service ${n}`,
  fields: [
    field("username", `user${n}@example.org`),
    field("password", `correct horse ${n} battery staple`),
    field("url", `https://service-${n}.example.org/login`),
    field("note", "Ask the platform team before you change this. ".repeat(3)),
  ],
}));
await laptop.verbs.addEntries(drafts, { folder: "Imported" });
while ((await laptop.save(ALICE)) === "saved");

async function unlocked(storage: ReturnType<typeof memoryStorage>): Promise<SampleDevice> {
  const device = new SampleDevice(server, storage);
  await device.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await device.verbs.unlock(server.signedIn(ALICE));
  return device;
}

async function listed(device: SampleDevice): Promise<number> {
  const began = performance.now();
  for (const file of await device.verbs.entriesWanted())
    await device.verbs.takePack(file, server.packs.get(`${ALICE} ${file}`) ?? null);
  const rows = await device.verbs.listEntries(null, false);
  if (rows.length !== ENTRIES) throw new Error("not all of them");
  return performance.now() - began;
}

const first: number[] = [];
const later: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const storage = memoryStorage();
  first.push(await listed(await unlocked(storage)));
  later.push(await listed(await unlocked(storage)));
}
const device = await unlocked(memoryStorage());
await listed(device);
const began = performance.now();
await device.verbs.addEntries(drafts.slice(0, 1), {});
await device.save(ALICE);
const saving = performance.now() - began;

const median = (times: number[]): string => (times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0).toFixed(0) + " ms";
const bytes = [...server.packs.values()].reduce((sum, { sealed }) => sum + sealed.length, 0);
process.stdout.write(
  `${ENTRIES} entries, ${(bytes / 1024).toFixed(0)} KiB of packs: first list ${median(first)}, later list ${median(later)}, ` +
    `one more entry sealed and saved ${saving.toFixed(0)} ms\n`,
);
