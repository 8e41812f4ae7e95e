// What the worker does when the server tells the truth at the wrong moment: a reset behind an invitation, a vault in
// between, a namesake alone, a rotation before its vault.
import { describe, expect, test, vi } from "vitest";
import { NOON, SampleLog } from "../../tools/sample.ts";
import { draftTo, SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { memoryStorage } from "./storage.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";
const CAROL = "carol@example.org";
const ALICES = "correct horse battery";

const code = (value: string): unknown => expect.objectContaining({ code: value });

async function started(): Promise<{ server: SampleServer; alice: SampleDevice }> {
  const server = new SampleServer();
  const alice = new SampleDevice(server);
  await alice.start(ALICE, "Alice Martin", ALICES);
  await alice.save(ALICE);
  return { server, alice };
}

async function joined(server: SampleServer, alice: SampleDevice, addr: string, name: string): Promise<SampleDevice> {
  const device = new SampleDevice(server);
  const { link } = await alice.verbs.makeInvitation(addr);
  await device.join(link, addr, ALICE, name, "a password of mine");
  return device;
}

async function signIn(server: SampleServer, storage = memoryStorage()): Promise<SampleDevice> {
  const device = new SampleDevice(server, storage);
  await device.verbs.startSignIn(ALICE, ALICES, server.kdf(ALICE), false);
  await device.verbs.unlock(server.signedIn(ALICE));
  return device;
}

describe("a delivery", () => {
  test.each([
    ["without its files", { blobs: undefined }],
    ["with a number for its files", { blobs: 0 }],
    ["without a wrap", { wrap: undefined }],
    ["with recipients that are no people", { recipients: [null] }],
    ["with an end that is no time", { exp: 7 }],
  ])("%s is refused, and the others open", async (_, lie) => {
    const { server, alice } = await started();
    const bob = await joined(server, alice, BOB, "Bob Roy");
    await bob.learn(ALICE);
    server.post((await bob.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
    await alice.learn(BOB);
    const [delivery] = server.deliveries(ALICE, NOON);
    if (delivery === undefined) throw new Error("nothing was delivered");

    const results = await alice.verbs.openMessages([{ ...delivery, ...lie } as unknown as typeof delivery, delivery]);

    expect(results.map(({ result }) => result)).toEqual(["refused", "first-contact"]);
  });
});

test("a list of a group that no server makes is not sent to", async () => {
  const { alice } = await started();
  const group = { gid: "AAAAAAAAAAAAAAAAAAAAAA", name: "Team", rev: 0, members: [] };

  expect(await alice.verbs.compareGroup(group)).toMatchObject({ state: "older" });
});

describe("an invitation", () => {
  test("vouches for the keys that accepted it, and not for a reset after them", async () => {
    const { server, alice } = await started();
    const { id, link } = await alice.verbs.makeInvitation(BOB);
    const bob = new SampleDevice(server);
    const { tag } = await bob.join(link, BOB, ALICE, "Bob Roy", "a password of bob");
    const [accepted] = await alice.learn(BOB);
    // Before the inviter looks, other keys come in without the code of the invitation.
    const again = await alice.verbs.makeStartOver(BOB);
    await new SampleDevice(server).join(again.link, BOB, ALICE, "Bob Roy", "not the same person");
    await alice.learn(BOB);
    expect(await alice.verbs.judgeInvitation({ id, tag, entry: accepted?.entry ?? null })).toBe("theirs");
    expect((await alice.verbs.personFacts([BOB]))[0]).toMatchObject({ state: "new-key", canReceive: false });
    await expect(alice.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("new-key"));
  });

  test("does not accept a reset that followed a key known before", async () => {
    const { server, alice } = await started();
    const { id, link } = await alice.verbs.makeInvitation(BOB);
    const bob = new SampleDevice(server);
    const { tag } = await bob.join(link, BOB, ALICE, "Bob Roy", "a password of bob");
    const [accepted] = await alice.learn(BOB);
    await alice.verbs.sealMessage(draftTo([BOB]), null);
    const again = await alice.verbs.makeStartOver(BOB);
    await new SampleDevice(server).join(again.link, BOB, ALICE, "Bob Roy", "not the same person");
    expect((await alice.learn(BOB))[0]).toMatchObject({ state: "new-key" });
    expect(await alice.verbs.judgeInvitation({ id, tag, entry: accepted?.entry ?? null })).toBe("theirs");
    expect((await alice.verbs.personFacts([BOB]))[0]).toMatchObject({ state: "new-key", canReceive: false });
  });
});

describe("a rolled back vault", () => {
  test("does not take the place of the remembered one when another old version is fetched", async () => {
    const { server, alice } = await started();
    const versions = [server.stored(ALICE).vault];
    for (const addr of ["one@example.org", "two@example.org", "three@example.org"]) {
      await alice.verbs.makeInvitation(addr);
      expect(await alice.save(ALICE)).toBe("saved");
      versions.push(server.stored(ALICE).vault);
    }
    const [first, second] = versions;
    if (first === undefined || second === undefined) throw new Error("no versions");
    server.stored(ALICE).vault = first;
    const device = await signIn(server, alice.storage);
    server.stored(ALICE).vault = second;
    await device.verbs.takeVault(second);
    await expect(device.verbs.beginLog(server.info())).rejects.toEqual(code("vault-rolled-back"));
    const later = await signIn(server, alice.storage);
    await expect(later.verbs.beginLog(server.info())).rejects.toEqual(code("vault-rolled-back"));
  });

  test("is over when a descendant of the remembered one comes", async () => {
    const { server, alice } = await started();
    const before = server.stored(ALICE).vault;
    await alice.verbs.makeInvitation("one@example.org");
    expect(await alice.save(ALICE)).toBe("saved");
    const newest = server.stored(ALICE).vault;
    server.stored(ALICE).vault = before;
    const device = await signIn(server, alice.storage);
    await device.verbs.takeVault(newest);
    expect(await device.sync()).toMatchObject({ state: "synced", own: "ok" });
  });
});

describe("names", () => {
  test("of pinned people are compared, also those whose keys were not asked for", async () => {
    const { server, alice } = await started();
    await joined(server, alice, BOB, "Bob Roy");
    await alice.learn(BOB);
    await alice.verbs.sealMessage(draftTo([BOB]), null);
    expect(await alice.save(ALICE)).toBe("saved");
    await joined(server, alice, "mallory@example.org", "BOB Roy");
    await joined(server, alice, CAROL, "alice martin");
    const device = await signIn(server);
    await device.sync();
    const facts = await device.learn("mallory@example.org", CAROL);
    expect(facts.map(({ sameNameAs }) => sameNameAs)).toEqual([[BOB], [ALICE]]);
  });
});

describe("my own entries", () => {
  test("that came after the last vault ask for the vault once more before there is an alarm", async () => {
    const { server, alice } = await started();
    await alice.verbs.takeVault(server.stored(ALICE).vault);
    const again = await alice.verbs.makeStartOver(ALICE);
    const { vault } = server.stored(ALICE);
    await new SampleDevice(server).join(again.link, ALICE, ALICE, "Alice Martin", "another password");
    const { next } = await alice.verbs.logFacts();
    expect(await alice.verbs.takeLog(server.log.wire(next))).toMatchObject({ own: "fetch-vault" });
    await alice.verbs.takeVault(vault);
    expect(await alice.verbs.logFacts()).toMatchObject({ own: "not-mine" });
  });
});

describe("a stopped log", () => {
  test("lets what it confirmed be read, and pins nobody", async () => {
    const { server, alice } = await started();
    const bob = await joined(server, alice, BOB, "Bob Roy");
    await bob.learn(ALICE);
    await alice.learn(BOB);
    server.post((await bob.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
    const delivered = server.deliveries(ALICE, NOON);
    const fork = new SampleLog(server.log.origin, server.log.seed);
    fork.leaves.push(new Uint8Array(69).fill(1), new Uint8Array(69).fill(2), new Uint8Array(69).fill(3));
    const { next } = await alice.verbs.logFacts();
    expect(await alice.verbs.takeLog(fork.wire(next))).toMatchObject({ state: "stopped" });
    expect((await alice.verbs.openMessages(delivered))[0]).toMatchObject({ result: "first-contact" });
    expect((await alice.verbs.personFacts([BOB]))[0]).toMatchObject({ state: "unknown" });
    await expect(alice.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("stopped"));
  });
});

describe("a split view", () => {
  async function shownAnotherLog(): Promise<{ server: SampleServer; alice: SampleDevice }> {
    const { server, alice } = await started();
    const fork = new SampleLog(server.log.origin, server.log.seed);
    fork.leaves.push(new Uint8Array(69).fill(1));
    const { next } = await alice.verbs.logFacts();
    expect(await alice.verbs.takeLog(fork.wire(next))).toMatchObject({ state: "stopped" });
    return { server, alice };
  }

  test("stays proven on the device, whatever the server shows at the next start", async () => {
    const { server, alice } = await shownAnotherLog();
    const evidence = await alice.verbs.logEvidence();
    const again = await signIn(server, alice.storage);
    expect(await again.sync()).toMatchObject({ state: "stopped" });
    expect(await again.verbs.logEvidence()).toEqual(evidence);
    await expect(again.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("stopped"));
  });

  test("is over when an administrator begins the log anew and the person goes on", async () => {
    const { server, alice } = await shownAnotherLog();
    const old = server.log;
    const restarted = new SampleLog();
    restarted.leaves.push(...old.leaves);
    restarted.time = NOON + 3600;
    server.log = restarted;
    const again = await signIn(server, alice.storage);
    const info = { ...restarted.info, previous: [{ origin: old.origin, key: old.info.key }] };
    expect(await again.verbs.beginLog(info)).toMatchObject({ state: "restarted" });
    expect(await again.sync(await again.verbs.acknowledgeRestart())).toMatchObject({ state: "synced", own: "ok" });
  });
});

describe("a server with another log", () => {
  test("does not keep this device from reading what it confirmed before", async () => {
    const { server, alice } = await started();
    const bob = await joined(server, alice, BOB, "Bob Roy");
    await bob.learn(ALICE);
    await alice.learn(BOB);
    server.post((await bob.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
    const again = await signIn(server, alice.storage);
    expect(await again.verbs.beginLog(new SampleLog().info)).toMatchObject({ state: "foreign" });
    await again.verbs.learnPeople(server.keys(await again.verbs.wantedPeople([BOB])));
    const [opened] = await again.verbs.openMessages(server.deliveries(ALICE, NOON));
    expect(opened).toMatchObject({ result: "first-contact" });
    await expect(again.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("stopped"));
  });
});

describe("new credentials", () => {
  test("are confirmed only after some were made", async () => {
    const { server, alice } = await started();
    const slot = server.stored(ALICE).account.slot_password;
    await expect(alice.verbs.confirmCredentials(slot, null)).rejects.toEqual(code("form"));
  });

  test("of the code alone do not look for a password that was given up", async () => {
    const { server, alice } = await started();
    await alice.verbs.changePassword(ALICES, "a password given up", 1);
    const { recoveryCode } = await alice.verbs.startNewRecoveryCode(ALICES, 1);
    const groups = recoveryCode.split("-");
    await alice.verbs.proveRecoveryCode(groups[1] ?? "", groups[4] ?? "");
    await alice.verbs.newCredentials();
    const slot = server.stored(ALICE).account.slot_password;
    expect(await alice.verbs.confirmCredentials(slot, null)).toMatchObject({ kind: "full" });
  });
});
