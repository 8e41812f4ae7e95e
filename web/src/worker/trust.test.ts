// What the worker does when things change: a new key, another log, an old vault, another device, a lost password.
import { describe, expect, test, vi } from "vitest";
import { NOON, SampleLog } from "../../tools/sample.ts";
import { DEVICE_SALT, draftTo, SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: half a second each, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";
const ALICES = "correct horse battery";
const BOBS = "bob has a password";

const code = (value: string): unknown => expect.objectContaining({ code: value });

async function pair(): Promise<{ server: SampleServer; alice: SampleDevice; bob: SampleDevice; aliceCode: string }> {
  const server = new SampleServer();
  const alice = new SampleDevice(server);
  const aliceCode = await alice.start(ALICE, "Alice Martin", ALICES);
  const bob = new SampleDevice(server);
  const invitation = await alice.verbs.makeInvitation(BOB);
  await alice.save(ALICE);
  await bob.join(invitation.link, BOB, ALICE, "Bob Roy", BOBS);
  await alice.learn(BOB);
  await bob.learn(ALICE);
  return { server, alice, bob, aliceCode };
}

async function signIn(
  server: SampleServer,
  addr: string,
  password: string,
  storage = memoryStorage(),
): Promise<SampleDevice> {
  const device = new SampleDevice(server, storage);
  await device.verbs.startSignIn(addr, password, server.kdf(addr), false);
  await device.verbs.unlock(server.signedIn(addr));
  return device;
}

describe("a new key", () => {
  test("of somebody who started over stops the send and closes his messages until it is checked", async () => {
    const { server, alice, bob } = await pair();
    const { words } = await bob.verbs.myWords();
    await alice.verbs.checkWords(BOB, words);
    server.post((await bob.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
    const old = server.deliveries(ALICE, NOON).slice(-1);
    expect((await alice.verbs.openMessages(old))[0]).toMatchObject({ result: "genuine", sender: "checked" });

    const again = await alice.verbs.makeStartOver(BOB);
    const bobAgain = new SampleDevice(server);
    expect(await bobAgain.join(again.link, BOB, ALICE, "Bob Roy", "another password")).toMatchObject({
      mode: "start-over",
    });
    await bobAgain.learn(ALICE);
    server.post((await bobAgain.verbs.sealMessage(draftTo([ALICE]), null)).envelope);
    const fresh = server.deliveries(ALICE, NOON).slice(-1);
    expect((await alice.verbs.openMessages(fresh))[0]).toMatchObject({ result: "retry" });
    const [facts] = await alice.learn(BOB);
    expect(facts).toMatchObject({ state: "new-key", canReceive: false, why: "lost", wasChecked: true });
    const [closed] = await alice.verbs.openMessages(fresh);
    expect(closed).toMatchObject({ result: "changed-key", isStolen: false, header: { from: { addr: BOB } } });
    expect(JSON.stringify(closed)).not.toContain("The text");
    await expect(alice.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(
      expect.objectContaining({ code: "new-key", addrs: [BOB] }),
    );
    await expect(alice.verbs.theirWords(BOB)).rejects.toEqual(code("new-key"));
    await expect(alice.verbs.checkWords(BOB, words)).rejects.toEqual(code("wrong-words"));

    const now = await bobAgain.verbs.myWords();
    expect(await alice.verbs.checkWords(BOB, now.words)).toMatchObject({ state: "checked", canReceive: true });
    expect((await alice.verbs.openMessages(fresh))[0]).toMatchObject({ result: "genuine", sender: "checked" });
    expect((await alice.verbs.openMessages(old))[0]).toMatchObject({ result: "genuine", sender: "known" });
  });

  test("can be acknowledged without a check, and loses the mark", async () => {
    const { server, alice, bob } = await pair();
    await alice.verbs.checkWords(BOB, (await bob.verbs.myWords()).words);
    const again = await alice.verbs.makeStartOver(BOB);
    await new SampleDevice(server).join(again.link, BOB, ALICE, "Bob Roy", "another password");
    await alice.learn(BOB);
    expect(await alice.verbs.acknowledgeKey(BOB)).toMatchObject({ state: "known", canReceive: true });
    expect((await alice.verbs.sealMessage(draftTo([BOB]), null)).envelope.recipients).toHaveLength(1);
  });

  test("that the server invents is refused, as is one it hides", async () => {
    const { server, alice } = await pair();
    const foreign = await pair();
    const [person] = foreign.server.keys([{ addr: BOB, after: -1 }]);
    expect((await alice.verbs.learnPeople(person === undefined ? [] : [person]))[0]).toMatchObject({
      state: "refused",
    });
    await alice.learn(BOB);
    expect((await alice.verbs.personFacts([BOB]))[0]).toMatchObject({ canReceive: true });
    const fresh = await signIn(server, ALICE, ALICES);
    await fresh.sync();
    expect((await fresh.verbs.learnPeople([{ addr: BOB, state: "none", entries: [] }]))[0]).toMatchObject({
      state: "refused",
    });
    server.stored(BOB).state = "suspended";
    expect((await alice.learn(BOB))[0]).toMatchObject({ state: "suspended", canReceive: false });
    // Also when the log holds more of his entries than the server hands out.
    const again = await alice.verbs.makeStartOver(BOB);
    await new SampleDevice(server).join(again.link, BOB, ALICE, "Bob Roy", "another password");
    await fresh.sync();
    expect((await fresh.verbs.learnPeople(person === undefined ? [] : [person]))[0]).toMatchObject({
      state: "refused",
    });
    // An honest answer puts it right.
    server.stored(BOB).state = "active";
    expect((await fresh.learn(BOB))[0]).toMatchObject({ state: "unknown", canReceive: true });
  });

  test("in my own name is an alarm, not a key", async () => {
    const { server, alice } = await pair();
    const invitation = await alice.verbs.makeStartOver(ALICE);
    const { vault } = server.stored(ALICE);
    await new SampleDevice(server).join(invitation.link, ALICE, ALICE, "Alice Martin", "not alice at all");
    const { next } = await alice.verbs.logFacts();
    expect(await alice.verbs.takeLog(server.log.wire(next))).toMatchObject({ state: "synced", own: "fetch-vault" });
    await expect(alice.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("own-key"));
    await alice.verbs.takeVault(vault);
    expect(await alice.verbs.logFacts()).toMatchObject({ own: "not-mine" });
  });
});

describe("starting over", () => {
  test("works on a device that remembers the old vault, and signing in works on another one that does", async () => {
    const server = new SampleServer();
    const alice = new SampleDevice(server);
    await alice.start(ALICE, "Alice Martin", ALICES);
    const first = await alice.verbs.makeInvitation(BOB);
    await alice.save(ALICE);
    const [here, elsewhere] = [memoryStorage(), memoryStorage()];
    await new SampleDevice(server, here).join(first.link, BOB, ALICE, "Bob Roy", BOBS);
    await signIn(server, BOB, BOBS, elsewhere);
    await alice.learn(BOB);

    const again = await alice.verbs.makeStartOver(BOB);
    const bob = new SampleDevice(server, here);
    expect(await bob.join(again.link, BOB, ALICE, "Bob Roy", "another password")).toMatchObject({ mode: "start-over" });

    const other = new SampleDevice(server, elsewhere);
    const started = await other.verbs.startSignIn(BOB, "another password", server.kdf(BOB), true);
    expect(started.settingsChanged).toBe(false);
    expect(await other.verbs.unlock(server.signedIn(BOB))).toMatchObject({ addr: BOB });
  });
});

describe("the log", () => {
  test("that forks stops everything but keeps both notes", async () => {
    const { server, alice } = await pair();
    const fork = new SampleLog(server.log.origin, server.log.seed);
    fork.leaves.push(...server.log.leaves.slice(0, 1), new Uint8Array(69).fill(1), new Uint8Array(69).fill(2));
    const { next } = await alice.verbs.logFacts();
    expect(await alice.verbs.takeLog(fork.wire(next))).toMatchObject({ state: "stopped" });
    const evidence = await alice.verbs.logEvidence();
    expect(evidence.held).toContain(server.log.origin);
    expect(evidence.served).not.toBe(evidence.held);
    await expect(alice.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("stopped"));
    await expect(alice.verbs.acknowledgeKey(BOB)).rejects.toEqual(code("stopped"));
  });

  test("of another origin is foreign, unless the restart was announced", async () => {
    const { server, alice } = await pair();
    await alice.save(ALICE);
    const old = server.log;
    const restarted = new SampleLog();
    restarted.leaves.push(...old.leaves);
    restarted.time = NOON + 3600;
    server.log = restarted;
    const stranger = await signIn(server, ALICE, ALICES);
    expect(await stranger.sync()).toMatchObject({ state: "foreign" });

    const device = await signIn(server, ALICE, ALICES);
    const info = { ...restarted.info, previous: [{ origin: old.origin, key: old.info.key }] };
    expect(await device.verbs.beginLog(info)).toMatchObject({ state: "restarted" });
    expect(await device.sync(await device.verbs.acknowledgeRestart())).toMatchObject({ state: "synced", own: "ok" });
    await device.learn(BOB);
    expect((await device.verbs.sealMessage(draftTo([BOB]), null)).envelope.recipients).toHaveLength(1);
    expect(await device.save(ALICE)).toBe("saved");
    const later = await signIn(server, ALICE, ALICES);
    expect(await later.verbs.beginLog(info)).toMatchObject({ state: "fetch", origin: restarted.origin });
  });

  test("restarted from a backup takes the vault back with it, and this device gives its own version", async () => {
    const { server, alice } = await pair();
    await alice.save(ALICE);
    const backup = server.stored(ALICE).vault;
    const { id } = await alice.verbs.makeInvitation("later@example.org");
    await alice.verbs.checkWords(BOB, await alice.verbs.theirWords(BOB));
    expect(await alice.save(ALICE)).toBe("saved");
    const newest = server.stored(ALICE).vault;

    const old = server.log;
    server.stored(ALICE).vault = backup;
    server.log = new SampleLog();
    server.log.leaves.push(...old.leaves);
    const device = await signIn(server, ALICE, ALICES, alice.storage);
    const info = { ...server.log.info, previous: [{ origin: old.origin, key: old.info.key }] };
    expect(await device.verbs.beginLog(info)).toMatchObject({ state: "restarted" });
    await device.sync(await device.verbs.acknowledgeRestart());
    await device.learn(BOB);
    expect((await device.verbs.personFacts([BOB]))[0]).toMatchObject({ state: "checked" });
    // Links of the old log are dead: invitations are made anew.
    expect(await device.verbs.invitationLink(id)).toBeNull();
    const write = await device.verbs.pendingVault();
    expect(write).toMatchObject({ ifMatch: backup.ver, body: { ver: newest.ver + 1 } });

    expect(await device.save(ALICE)).toBe("saved");
    const phone = await signIn(server, ALICE, ALICES);
    expect(await phone.verbs.beginLog(info)).toMatchObject({ state: "fetch", origin: server.log.origin });
    // A device that saw the lost version takes the new one as its descendant, and the log with it.
    await alice.verbs.takeVault(server.stored(ALICE).vault);
    expect(await alice.verbs.logFacts()).toMatchObject({ state: "fetch", origin: server.log.origin });
    expect(await alice.sync()).toMatchObject({ state: "synced", own: "ok" });
  });

  test("is restored from this device's copy", async () => {
    const { server } = await pair();
    const storage = memoryStorage();
    await (await signIn(server, BOB, BOBS, storage)).sync();
    const again = await signIn(server, BOB, BOBS, storage);
    expect(await again.verbs.beginLog(server.info())).toMatchObject({ next: server.log.leaves.length });
  });
});

describe("the vault", () => {
  test("of an older version is refused on a device that saw a newer one", async () => {
    const { server, alice } = await pair();
    const before = server.stored(ALICE).vault;
    await alice.save(ALICE);
    await alice.verbs.makeInvitation("x@example.org");
    expect(await alice.save(ALICE)).toBe("saved");
    server.stored(ALICE).vault = before;
    const device = await signIn(server, ALICE, ALICES, alice.storage);
    await expect(device.verbs.beginLog(server.info())).rejects.toEqual(code("vault-rolled-back"));
    await expect(device.verbs.pendingVault()).rejects.toEqual(code("locked"));
  });

  test("of two devices is merged after a lost write", async () => {
    const { server, alice } = await pair();
    await alice.save(ALICE);
    const laptop = await signIn(server, ALICE, ALICES);
    await laptop.sync();
    const [one, two] = [
      await alice.verbs.makeInvitation("one@example.org"),
      await laptop.verbs.makeInvitation("two@example.org"),
    ];
    expect(await alice.save(ALICE)).toBe("saved");
    expect(await laptop.save(ALICE)).toBe("vault-changed");
    await laptop.verbs.takeVault(server.stored(ALICE).vault);
    expect(await laptop.save(ALICE)).toBe("saved");
    await alice.verbs.takeVault(server.stored(ALICE).vault);
    for (const device of [alice, laptop]) {
      for (const { id, link } of [one, two]) expect(await device.verbs.invitationLink(id)).toBe(link);
    }
    expect(await alice.verbs.pendingVault()).toBeNull();
  });

  test("keeps changes made while a write was on its way", async () => {
    const { server, alice } = await pair();
    await alice.save(ALICE);
    await alice.verbs.makeInvitation("one@example.org");
    const write = await alice.verbs.pendingVault();
    const { id } = await alice.verbs.makeInvitation("two@example.org");
    expect(server.putVault(ALICE, write as NonNullable<typeof write>)).toBe("saved");
    await alice.verbs.vaultSaved(write?.body.ver ?? 0);
    expect(await alice.save(ALICE)).toBe("saved");
    const other = await signIn(server, ALICE, ALICES);
    await other.sync();
    expect(await other.verbs.invitationLink(id)).not.toBeNull();
  });

  test("of somebody else, or with other sign-in settings, is not opened", async () => {
    const { server } = await pair();
    const device = new SampleDevice(server);
    await device.verbs.startSignIn(ALICE, ALICES, server.kdf(ALICE), false);
    await expect(
      device.verbs.unlock({ ...server.signedIn(ALICE), me: { uid: "A".repeat(22), addr: ALICE } }),
    ).rejects.toEqual(code("vault-of-another"));
    await device.verbs.startSignIn(ALICE, "wrong password", server.kdf(ALICE), false);
    await expect(device.verbs.unlock(server.signedIn(ALICE))).rejects.toEqual(code("wrong-key"));
    await device.verbs.startSignIn(ALICE, ALICES, server.kdf(ALICE), false);
    await device.verbs.unlock(server.signedIn(ALICE));
    const changed = { ...server.kdf(ALICE), t: 4 };
    expect(await device.verbs.startSignIn(ALICE, ALICES, changed, false)).toEqual({ settingsChanged: true });
    await expect(device.verbs.startSignIn(ALICE, ALICES, { ...changed, m: 1024 }, true)).rejects.toEqual(
      code("kdf-too-weak"),
    );
  });
});

describe("ways in", () => {
  test("a recovery session makes new credentials, and the old password opens nothing", async () => {
    const { server, aliceCode } = await pair();
    const device = new SampleDevice(server);
    await expect(device.verbs.startRecovery(ALICE, "not a code")).rejects.toEqual(code("form"));
    const { loginKey } = await device.verbs.startRecovery(ALICE, aliceCode.toLowerCase().replace(/-/g, " "));
    const { account } = server.stored(ALICE);
    expect(loginKey).toBe(account.recovery_login_key);
    expect(await device.verbs.unlock(server.signedIn(ALICE, account.slot_recovery))).toMatchObject({
      kind: "recovery",
    });
    await expect(device.verbs.wantedPeople([BOB])).rejects.toEqual(code("locked"));
    const { recoveryCode } = await device.verbs.startNewCredentials("a brand new password", 1);
    await expect(device.verbs.newCredentials()).rejects.toEqual(code("code-not-proven"));
    const groups = recoveryCode.split("-");
    expect(await device.verbs.proveRecoveryCode(groups[1] ?? "", groups[4] ?? "")).toBe(true);
    const body = await device.verbs.newCredentials();
    expect(body).toMatchObject({ cred_ver: 1, proof: { kind: "recovery", login_key: loginKey } });
    await expect(device.verbs.confirmCredentials(account.slot_password, null)).rejects.toBeTruthy();
    server.stored(ALICE).account = { ...account, slot_password: body.password?.slot ?? "" };
    expect(await device.verbs.confirmCredentials(body.password?.slot ?? "", DEVICE_SALT)).toMatchObject({
      kind: "full",
    });
    expect(await device.sync()).toMatchObject({ own: "ok" });
    await signIn(server, ALICE, "a brand new password");
    await expect(signIn(server, ALICE, ALICES)).rejects.toEqual(code("wrong-key"));
  });

  test("a changed password opens the same vault", async () => {
    const { server, alice } = await pair();
    const body = await alice.verbs.changePassword(ALICES, "the next password", 1);
    expect(body.proof.login_key).toBe(server.stored(ALICE).account.login_key);
    expect(body.recovery).toBeNull();
    server.stored(ALICE).account = { ...server.stored(ALICE).account, slot_password: body.password?.slot ?? "" };
    await alice.verbs.confirmCredentials(body.password?.slot ?? "", null);
    expect(await (await signIn(server, ALICE, "the next password")).sync()).toMatchObject({ own: "ok" });
  });

  test("a device stays unlocked over a reload until it is locked, with the salt of its session only", async () => {
    const { server, bob } = await pair();
    await bob.verbs.rememberDevice();
    const { session: kind, device_salt, me, vault } = server.signedIn(BOB);
    const session = { session: kind, device_salt, me, vault };
    const other = { ...session, device_salt: "A".repeat(43) };
    const reloaded = new SampleDevice(server, bob.storage);
    expect(await reloaded.verbs.restoreDevice(session)).toMatchObject({ addr: BOB, name: "Bob Roy" });
    expect(await reloaded.sync()).toMatchObject({ own: "ok" });
    expect(await reloaded.verbs.restoreDevice(other)).toBe(false);
    await bob.verbs.rememberDevice();
    await reloaded.verbs.lock();
    await expect(reloaded.verbs.wantedPeople([])).rejects.toEqual(code("locked"));
    expect(await reloaded.verbs.restoreDevice(session)).toBe(false);
    await bob.verbs.rememberDevice();
    await bob.verbs.forgetDevice();
    expect(await reloaded.verbs.restoreDevice(session)).toBe(false);
  });

  test("an unlocked screen is unlocked again with the password", async () => {
    const { server, bob } = await pair();
    await bob.verbs.lock();
    const { slot, ...session } = server.signedIn(BOB);
    const credentials = { cred_ver: 1, kdf: server.kdf(BOB), slot_password: slot ?? "" };
    await expect(bob.verbs.unlockWithPassword("wrong", credentials, session)).rejects.toEqual(code("wrong-key"));
    expect(await bob.verbs.unlockWithPassword(BOBS, credentials, session)).toMatchObject({ kind: "full" });
  });
});

describe("receipts", () => {
  test("make a second text under one id refusable on every device", async () => {
    const { server, alice, bob } = await pair();
    const { envelope } = await alice.verbs.sealMessage(draftTo([BOB]), null);
    server.post(envelope);
    const delivery = server.deliveries(BOB, NOON).slice(-1);
    expect(await bob.verbs.pendingReceipts()).toBeNull();
    expect((await bob.verbs.openMessages(delivery))[0]).toMatchObject({ result: "genuine" });
    await bob.verbs.markDeleted([envelope.mid]);
    const write = await bob.verbs.pendingReceipts();
    expect(write).toMatchObject({ n: 0, ifMatch: 0, isDue: false, body: { ver: 1 } });
    await bob.verbs.receiptsSaved(0, 1);
    expect(await bob.verbs.pendingReceipts()).toBeNull();

    const phone = await signIn(server, BOB, BOBS);
    await phone.sync();
    await phone.verbs.takeReceipts({ n: 0, ver: 1, receipts: write?.body.receipts ?? "" });
    await phone.learn(ALICE);
    expect((await phone.verbs.openMessages(delivery))[0]).toMatchObject({ result: "deleted" });
  });
});
