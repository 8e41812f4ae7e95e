// Two people and their workers, whole stories in memory, through the same door as in the browser.
import { beforeAll, describe, expect, test, vi } from "vitest";
import { NOON } from "../../tools/sample.ts";
import { draftTo, SampleDevice, SampleServer, START_CODE } from "../../tools/sample-server.ts";
import type { OpenResult } from "./shapes.ts";

// Passwords are stretched for real: half a second each, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";
const CAROL = "carol@example.org";
const DAY = 24 * 3600;

const code = (value: string): unknown => expect.objectContaining({ code: value });
const first = (results: readonly OpenResult[]): OpenResult => results[0] as OpenResult;

/** Alice started the server and invited Bob and Carol; nobody wrote yet. */
async function office(): Promise<{
  server: SampleServer;
  alice: SampleDevice;
  bob: SampleDevice;
  carol: SampleDevice;
  codes: string[];
}> {
  const server = new SampleServer();
  const alice = new SampleDevice(server);
  const codes = [await alice.start(ALICE, "Alice Martin", "correct horse battery")];
  const [bob, carol] = [new SampleDevice(server), new SampleDevice(server)];
  for (const [device, addr, name] of [
    [bob, BOB, "Bob Roy"],
    [carol, CAROL, "Carol Diaz"],
  ] as const) {
    const invitation = await alice.verbs.makeInvitation(addr);
    await alice.save(ALICE);
    codes.push((await device.join(invitation.link, addr, ALICE, name, `${name} has a password`)).code);
  }
  return { server, alice, bob, carol, codes };
}

let shared: Awaited<ReturnType<typeof office>>;
beforeAll(async () => {
  shared = await office();
});

describe("joining", () => {
  test("a start code with a typing error makes no request possible", async () => {
    const device = new SampleDevice(new SampleServer());
    await expect(device.verbs.readStartCode(START_CODE.replace(/^./, "B"))).rejects.toEqual(code("link-not-complete"));
    expect((await device.verbs.readStartCode(START_CODE.toLowerCase())).code).toHaveLength(22);
  });

  test("nothing is posted before two groups of the recovery code were typed", async () => {
    const server = new SampleServer();
    const device = new SampleDevice(server);
    await device.verbs.joinNewInstance(ALICE, server.info(), server.log.note(0));
    const { recoveryCode } = await device.verbs.makeAccount({
      name: "Alice",
      password: "x".repeat(12),
      kdf: server.kdf(ALICE),
    });
    await expect(device.verbs.newAccount()).rejects.toEqual(code("code-not-proven"));
    expect(await device.verbs.proveRecoveryCode("AAAA", "AAAA")).toBe(false);
    const groups = recoveryCode.toLowerCase().split("-");
    expect(await device.verbs.proveRecoveryCode(groups[1] ?? "", ` ${groups[4] ?? ""} `)).toBe(true);
    expect((await device.verbs.newAccount()).account.addr).toBe(ALICE);
    await expect(
      device.verbs.makeAccount({ name: "Alice", password: "x", kdf: { ...server.kdf(ALICE), t: 2 } }),
    ).rejects.toEqual(code("kdf-too-weak"));
  });

  test("an invited person pins the inviter, and the inviter knows who accepted", async () => {
    const { server, alice } = shared;
    const dave = new SampleDevice(server);
    const invitation = await alice.verbs.makeInvitation("dave@example.org");
    expect(await alice.verbs.invitationLink(invitation.id)).toBe(invitation.link);
    const { mode, tag } = await dave.join(
      invitation.link,
      "dave@example.org",
      ALICE,
      "Dave Lind",
      "a password of dave",
    );
    expect(mode).toBe("first");
    expect((await dave.learn(ALICE))[0]).toMatchObject({ name: "Alice Martin", state: "invited", canReceive: true });
    const [facts] = await alice.learn("dave@example.org");
    expect(facts).toMatchObject({ state: "unknown" });
    const claimed = { id: invitation.id, tag, entry: facts?.entry ?? null };
    expect(await alice.verbs.judgeInvitation({ ...claimed, id: "A".repeat(22) })).toBe("unknown");
    expect(await alice.verbs.judgeInvitation(claimed)).toBe("theirs");
    expect((await alice.verbs.personFacts(["dave@example.org"]))[0]).toMatchObject({ state: "invited" });
  });

  test("a claim without the secret is somebody else's", async () => {
    const { server, alice } = shared;
    const [, mallory] = [await alice.verbs.makeInvitation("m@example.org"), new SampleDevice(server)];
    const invitation = await alice.verbs.makeInvitation("m@example.org");
    const other = await alice.verbs.makeInvitation("m@example.org");
    const { tag } = await mallory.join(other.link, "m@example.org", ALICE, "Mallory", "a password of mallory");
    const [facts] = await alice.learn("m@example.org");
    expect(await alice.verbs.judgeInvitation({ id: invitation.id, tag, entry: facts?.entry ?? null })).toBe(
      "somebody-else",
    );
    expect((await alice.verbs.personFacts(["m@example.org"]))[0]).toMatchObject({ state: "unknown" });
  });

  test("a link of another log is refused", async () => {
    const { alice } = shared;
    const invitation = await alice.verbs.makeInvitation("erin@example.org");
    const elsewhere = new SampleServer();
    const device = new SampleDevice(elsewhere);
    await expect(device.join(invitation.link, "erin@example.org", ALICE, "Erin", "a password")).rejects.toEqual(
      code("other-log"),
    );
  });
});

describe("a message", () => {
  test("goes from Alice to Bob, and both read the same", async () => {
    const { server, alice, bob } = shared;
    await alice.learn(ALICE, BOB);
    const seen: [number, number][] = [];
    const { envelope, omitted } = await alice.verbs.sealMessage(
      draftTo([BOB], { subject: "Zoë’s key" }),
      (done, all) => {
        seen.push([done, all]);
      },
    );
    expect(omitted).toEqual([]);
    expect(seen).toEqual([[2, 2]]);
    expect(JSON.stringify(envelope)).not.toContain("Zoë");
    server.post(envelope);

    const delivery = server.deliveries(BOB, NOON).at(-1);
    await bob.learn(ALICE);
    const [result] = await bob.verbs.openMessages([delivery as NonNullable<typeof delivery>]);
    expect(result).toMatchObject({
      result: "genuine",
      sender: "invited",
      message: { subject: "Zoë’s key", from: { name: "Alice Martin" }, to: [{ addr: BOB }], isOwn: false },
    });
    const [own] = await alice.verbs.openMessages(server.deliveries(ALICE, NOON).slice(-1));
    expect(own).toMatchObject({ result: "genuine", sender: "own", message: { body: "The text", isOwn: true } });

    await bob.learn(ALICE);
    const reply = await bob.verbs.sealMessage(draftTo([ALICE], { answers: envelope.mid }), null);
    expect(reply.envelope.thread).toBe(envelope.thread);
    server.post(reply.envelope);
    expect(first(await alice.verbs.openMessages(server.deliveries(ALICE, NOON).slice(-1)))).toMatchObject({
      message: { answers: envelope.mid, thread: envelope.thread },
    });
  });

  test("waits for the sender's keys and for the log, then opens as first contact", async () => {
    const { server, bob, carol } = shared;
    await bob.learn(BOB, CAROL);
    server.post((await bob.verbs.sealMessage(draftTo([CAROL]), null)).envelope);
    const deliveries = server.deliveries(CAROL, NOON).slice(-1);
    expect(first(await carol.verbs.openMessages(deliveries))).toMatchObject({
      result: "retry",
      needs: "people",
      addrs: [BOB],
    });
    expect((await carol.verbs.wantedPeople([])).map(({ addr }) => addr)).toContain(BOB);
    await carol.learn();
    expect(first(await carol.verbs.openMessages(deliveries))).toMatchObject({
      result: "first-contact",
      sender: "known",
    });
    expect(first(await carol.verbs.openMessages(deliveries))).toMatchObject({ result: "genuine", sender: "known" });
    expect(await carol.verbs.pendingVault()).not.toBeNull();
  });

  test("is refused when the envelope lies, and not shown again once deleted or expired", async () => {
    const { server, alice, bob } = shared;
    await alice.learn(BOB);
    await bob.learn(ALICE);
    const { envelope } = await alice.verbs.sealMessage(draftTo([BOB], { exp: "2026-11-22T20:00:00Z" }), null);
    server.post(envelope);
    const delivery = server.deliveries(BOB, NOON).at(-1) as NonNullable<ReturnType<SampleServer["deliveries"]>[0]>;
    const lies = [
      { ...delivery, from: CAROL },
      { ...delivery, thread: "A".repeat(22) },
      { ...delivery, exp: "2026-11-23T20:00:00Z" },
      { ...delivery, exp: null },
      { ...delivery, recipients: [...(delivery.recipients ?? []), { addr: CAROL, entry: envelope.own.entry }] },
    ];
    for (const lie of lies) {
      expect(first(await bob.verbs.openMessages([lie]))).toEqual({
        mid: delivery.mid,
        result: "refused",
        reason: "envelope",
      });
    }
    const earlier = first(await bob.verbs.openMessages([{ ...delivery, exp: "2026-11-21T00:00:00Z" }]));
    expect(earlier).toMatchObject({ result: "genuine", message: { exp: "2026-11-21T00:00:00Z" } });
    expect(first(await bob.verbs.openMessages([{ ...delivery, mid: "A".repeat(22) }]))).toMatchObject({
      reason: "wrong-message",
    });
    expect(first(await bob.verbs.openMessages([{ ...delivery, content: null }]))).toMatchObject({
      result: "not-fetched",
    });
    bob.now = NOON + 3 * DAY;
    expect(first(await bob.verbs.openMessages([delivery]))).toMatchObject({ result: "expired" });
    bob.now = NOON;
    await bob.verbs.markDeleted([delivery.mid]);
    expect(first(await bob.verbs.openMessages([delivery]))).toMatchObject({ result: "deleted" });
  });

  test("is not for somebody it was not wrapped for", async () => {
    const { server, alice, carol } = shared;
    await alice.learn(BOB);
    const { envelope } = await alice.verbs.sealMessage(draftTo([BOB]), null);
    server.post(envelope);
    const stolen = server.deliveries(BOB, NOON).at(-1) as NonNullable<ReturnType<SampleServer["deliveries"]>[0]>;
    expect(first(await carol.verbs.openMessages([stolen]))).toMatchObject({ result: "not-for-me" });
  });

  test("is not sent to nobody, to the unknown, or before the log is synced", async () => {
    const { server, alice } = shared;
    await alice.learn("nobody@example.org");
    await expect(alice.verbs.sealMessage(draftTo([ALICE]), null)).rejects.toEqual(code("nobody-left"));
    await expect(alice.verbs.sealMessage(draftTo(["nobody@example.org"]), null)).rejects.toEqual(
      code("cannot-receive"),
    );
    await expect(alice.verbs.sealMessage(draftTo(["never@example.org"]), null)).rejects.toEqual(code("not-synced"));
    const fresh = new SampleDevice(server);
    await expect(fresh.verbs.sealMessage(draftTo([BOB]), null)).rejects.toEqual(code("locked"));
  });

  test("a piece of the log that arrives after a lock finds the account locked", async () => {
    const { server } = shared;
    const device = new SampleDevice(server);
    await device.verbs.lock();
    await expect(device.verbs.takeLog(server.log.wire(0))).rejects.toEqual(code("locked"));
  });
});

describe("groups", () => {
  test("are looked at once, and again when somebody was added", async () => {
    const { server, alice } = shared;
    const group = { gid: "G".repeat(21) + "A", name: "Platform team", rev: 1, members: [{ addr: BOB }] };
    expect(await alice.verbs.compareGroup(group)).toMatchObject({ state: "first", added: [BOB] });
    await alice.learn(BOB, CAROL, "none@example.org");
    const draft = draftTo([], { groups: [group] });
    await expect(alice.verbs.sealMessage(draft, null)).rejects.toEqual(expect.objectContaining({ gids: [group.gid] }));
    await alice.verbs.confirmGroup(group);
    const sealed = await alice.verbs.sealMessage(draft, null);
    expect(sealed.envelope.recipients.map(({ addr }) => addr)).toEqual([BOB]);

    const grown = { ...group, rev: 2, members: [{ addr: BOB }, { addr: CAROL }, { addr: "none@example.org" }] };
    expect(await alice.verbs.compareGroup(grown)).toMatchObject({ state: "added", added: [CAROL, "none@example.org"] });
    await expect(alice.verbs.sealMessage(draftTo([], { groups: [grown] }), null)).rejects.toEqual(
      code("group-unconfirmed"),
    );
    const without = draftTo([], { groups: [grown], leaveOut: [CAROL, "none@example.org"] });
    expect((await alice.verbs.sealMessage(without, null)).envelope.recipients).toHaveLength(1);
    await alice.verbs.confirmGroup(grown);
    const whole = await alice.verbs.sealMessage(draftTo([BOB], { groups: [grown] }), null);
    expect(whole.omitted).toEqual([{ addr: "none@example.org", why: "no-key" }]);
    server.post(whole.envelope);
    expect(first(await alice.verbs.openMessages(server.deliveries(ALICE, NOON).slice(-1)))).toMatchObject({
      message: {
        to: [
          { addr: BOB, via: null },
          { addr: CAROL, via: group.gid },
        ],
        omitted: ["none@example.org"],
      },
    });
    expect(await alice.verbs.compareGroup(group)).toMatchObject({ state: "older" });
    const quiet = { ...grown, members: [{ addr: BOB }, { addr: CAROL }, { addr: "eve@example.org" }] };
    expect(await alice.verbs.compareGroup(quiet)).toMatchObject({ state: "older" });
  });
});

describe("the key check", () => {
  test("takes all eight words and nothing less", async () => {
    const { alice, bob } = shared;
    await alice.learn(BOB);
    await bob.learn(ALICE);
    const { words, qr } = await bob.verbs.myWords();
    expect(await alice.verbs.theirWords(BOB)).toEqual(words);
    await expect(alice.verbs.checkWords(BOB, words.slice(0, 7))).rejects.toEqual(code("wrong-words"));
    await expect(alice.verbs.checkWords(BOB, [...words].reverse())).rejects.toEqual(code("wrong-words"));
    expect((await alice.verbs.personFacts([BOB]))[0]?.state).not.toBe("checked");
    expect(await alice.verbs.checkWords(BOB, words)).toMatchObject({ state: "checked" });
    expect(await bob.verbs.checkQr((await alice.verbs.myWords()).qr)).toMatchObject({ addr: ALICE, state: "checked" });
    await expect(alice.verbs.checkQr(qr.replace(/.$/, (letter) => (letter === "A" ? "B" : "A")))).rejects.toBeTruthy();
    expect(await alice.verbs.safetyNumber(BOB)).toBe(await bob.verbs.safetyNumber(ALICE));
    expect(await alice.verbs.completeWord("aban")).toEqual(["abandon"]);
  });
});
