// What the worker does with messages from before a restart of the key log: checked against the log of that time.
import { expect, test, vi } from "vitest";
import { NOON, SampleLog } from "../../tools/sample.ts";
import { draftTo, SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import type { DeliveryBody, FormerAnswer, LogFacts } from "./shapes.ts";

// Passwords are stretched for real: half a second each, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";

interface Restarted {
  readonly device: SampleDevice;
  readonly old: SampleLog;
  readonly message: readonly DeliveryBody[];
  /** Bring the worker one answer after another, until it wants no more. */
  bring(answer: (from: number) => FormerAnswer): Promise<LogFacts>;
}

/** Alice after a restart that she accepted; `before` is done to the old log after Bob wrote. The copy may be gone. */
async function restarted(hasCopy = false, before: (old: SampleLog) => void = () => undefined): Promise<Restarted> {
  const server = new SampleServer();
  const device = new SampleDevice(server);
  await device.start(ALICE, "Alice Martin", "correct horse battery");
  const bob = new SampleDevice(server);
  const invitation = await device.verbs.makeInvitation(BOB);
  await bob.join(invitation.link, BOB, ALICE, "Bob Roy", "bob has a password");
  await device.learn(BOB);
  await bob.learn(ALICE);
  server.post((await bob.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
  await device.save(ALICE);
  const old = server.log;
  if (!hasCopy) await device.storage.delete(`log ${old.origin} ${old.info.key}`);
  server.log = new SampleLog();
  server.log.leaves.push(...old.leaves);
  const info = { ...server.log.info, previous: [{ origin: old.origin, key: old.info.key }] };
  before(old);
  await device.verbs.beginLog(info);
  await device.sync(await device.verbs.acknowledgeRestart());
  await device.learn(BOB);
  const bring = async (answer: (from: number) => FormerAnswer): Promise<LogFacts> => {
    let next = await device.verbs.takeFormerLog(old.origin, "begin");
    while (next !== null) next = await device.verbs.takeFormerLog(old.origin, answer(next));
    return device.verbs.logFacts();
  };
  return { device, old, message: server.deliveries(ALICE, NOON).slice(-1), bring };
}

const opened = async ({ device, message }: Restarted): Promise<unknown> =>
  (await device.verbs.openMessages(message))[0];

test("an old message waits for the old log, and opens when that was replayed", async () => {
  const scene = await restarted();
  expect((await scene.device.verbs.logFacts()).former).toEqual([]);
  expect(await opened(scene)).toMatchObject({ result: "retry", needs: "sync" });
  expect((await scene.device.verbs.logFacts()).former).toEqual([scene.old.origin]);

  expect(await scene.bring((from) => scene.old.wire(from, 1))).toMatchObject({ state: "synced", former: [] });
  expect(await opened(scene)).toMatchObject({ result: "first-contact" });
  expect(await scene.device.storage.get(`log ${scene.old.origin} ${scene.old.info.key}`)).toBeInstanceOf(Uint8Array);
});

test("bytes that are no log leave it for later", async () => {
  const scene = await restarted();
  await opened(scene);
  await expect(scene.bring(() => new Uint8Array(1))).rejects.toThrow("form");
  expect(await opened(scene)).toMatchObject({ result: "retry", needs: "sync" });
  expect(await scene.bring((from) => scene.old.wire(from))).toMatchObject({ state: "synced", former: [] });
  expect(await opened(scene)).toMatchObject({ result: "first-contact" });
});

test("where the old log is lost, the signature is enough", async () => {
  const scene = await restarted();
  await opened(scene);
  expect(await scene.bring(() => "lost")).toMatchObject({ state: "synced", former: [] });
  expect(await opened(scene)).toMatchObject({ result: "first-contact" });
});

test("this device's copy is longer than what the server lost", async () => {
  const scene = await restarted(true);
  await opened(scene);
  expect(await scene.device.verbs.takeFormerLog(scene.old.origin, "begin")).toBe(2);
  await scene.bring(() => {
    scene.old.leaves.length = 1;
    return scene.old.wire();
  });
  expect(await opened(scene)).toMatchObject({ result: "first-contact" });
});

test.each<[string, (old: SampleLog) => void]>([
  ["rewritten", (old) => void ((old.leaves[0] as Uint8Array)[68] = 0)],
  ["signed on after the restart", (old) => void (old.time = NOON + 601)],
])("an old log that is %s is a split view with both notes", async (_how, lie) => {
  const scene = await restarted();
  const { old } = scene;
  old.leaves.splice(0, old.leaves.length, ...old.leaves.map((leaf) => leaf.slice()));
  lie(old);
  await opened(scene);
  expect(await scene.bring((from) => old.wire(from))).toMatchObject({ state: "stopped" });
  expect(await opened(scene)).toMatchObject({ result: "retry", needs: "stopped" });
  const evidence = await scene.device.verbs.logEvidence();
  expect(evidence.held).not.toBeNull();
  expect(evidence.served).toBe(old.note());
});

test("an old log that is signed by another key stops this session", async () => {
  const scene = await restarted();
  await opened(scene);
  const other = new SampleLog(scene.old.origin);
  other.leaves.push(...scene.old.leaves);
  expect(await scene.bring((from) => other.wire(from))).toMatchObject({ state: "stopped" });
});
