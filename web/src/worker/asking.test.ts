// A request for several readers: its keys travel in a signed message, through the doors of all their workers.
import { beforeEach, expect, test, vi } from "vitest";
import { NOON } from "../../tools/sample.ts";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { b64u, hash, timeOf, unb64u } from "../crypto/encoding.ts";
import { openLabel, readRequestFragment, sealLabel } from "../crypto/requests.ts";
import { answerVerbs } from "./answerverbs.ts";
import type { NewRequestBody, RequestDraft, RequestReaders, SealedForReaders, ToldBody } from "./requestprotocol.ts";
import type { OpenResult } from "./shapes.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";
const CAROL = "carol@example.org";
const GROUP = { gid: "G".repeat(21) + "A", name: "Platform team", rev: 1, members: [{ addr: ALICE }, { addr: CAROL }] };
const TO_ALL: RequestReaders = { to: [BOB], groups: [GROUP], leaveOut: [], exp: null };
const DRAFT: RequestDraft = {
  ...{ title: "Grafana", note: "", text: true, files: false, answers: 1 },
  fields: [{ f: "password", label: "Password" }],
  exp: timeOf(NOON + 86_400),
};

let server: SampleServer;
let alice: SampleDevice;
let bob: SampleDevice;
let carol: SampleDevice;
beforeEach(async () => {
  server = new SampleServer();
  alice = new SampleDevice(server);
  await alice.start(ALICE, "Alice Martin", "correct horse battery");
  bob = await joins(BOB, "Bob Roy");
  carol = await joins(CAROL, "Carol Diaz");
  await alice.learn(BOB, CAROL);
  for (const [device, addr] of [
    [alice, ALICE],
    [bob, BOB],
    [carol, CAROL],
  ] as const) {
    await saveAll(device, addr);
    for (const file of await device.verbs.entriesWanted())
      await device.verbs.takePack(file, server.packs.get(`${addr} ${file}`) ?? null);
  }
});

async function joins(addr: string, name: string): Promise<SampleDevice> {
  const device = new SampleDevice(server);
  const { link } = await alice.verbs.makeInvitation(addr);
  await alice.save(ALICE);
  await device.join(link, addr, ALICE, name, `${name} has a password`);
  return device;
}

async function saveAll(device: SampleDevice, addr: string): Promise<void> {
  while ((await device.save(addr)) !== "nothing");
}

async function sealed(): Promise<SealedForReaders> {
  await alice.verbs.confirmGroup(GROUP);
  return alice.verbs.request("sealRequestFor", DRAFT, TO_ALL);
}

/** What an honest server says of the request. */
function told({ recipient, label }: NewRequestBody): ToldBody {
  return { asker: ALICE, mark: b64u(hash(unb64u(recipient)).subarray(0, 16)), label };
}

async function opens(device: SampleDevice, addr: string): Promise<readonly OpenResult[]> {
  await device.learn(ALICE);
  return device.verbs.openMessages(server.deliveries(addr, NOON));
}

test("the readers of the message are exactly those whom the server is told, and open what comes", async () => {
  const { request, message } = await sealed();
  expect(request.readers).toEqual([BOB, CAROL]);
  expect(message.recipients.map(({ addr }) => addr)).toEqual(request.readers);
  expect(message.groups).toEqual([{ gid: GROUP.gid, rev: 1 }]);
  server.post(message);
  const { link } = (await alice.verbs.request("requestAgain", request.id)) ?? { link: "" };
  const outside = answerVerbs(() => NOON);
  await outside.readFragment(request.id, link.split("#")[1] ?? "");
  expect(await outside.openRequest(request.recipient, request.label)).toMatchObject({ others: 2, isReply: false });
  const answer = await outside.sealAnswer({ values: ["nine"], body: "It is done", blobs: [] });
  const came = { ...answer, request: request.id, label: request.label };

  for (const [device, addr] of [
    [bob, BOB],
    [carol, CAROL],
  ] as const) {
    const subject = "You can read the answers to “Grafana”";
    expect(await opens(device, addr)).toMatchObject([{ result: "genuine", message: { subject, request: request.id } }]);
    expect(await device.verbs.request("openAnswers", [came])).toMatchObject([{ result: "no-key" }]);
    expect(await device.verbs.request("handedRequests", [message.mid])).toMatchObject([{ state: "wanted" }]);
    expect(await device.verbs.request("takeRequest", message.mid, told(request))).toBe("taken");
    expect(await device.verbs.request("handedRequests", [message.mid])).toMatchObject([{ state: "taken" }]);
    expect(await device.verbs.request("openAnswers", [came])).toMatchObject([
      { result: "opened", answer: { body: "It is done", title: "Grafana", asker: { addr: ALICE } } },
    ]);
  }
});

test("one's own copy of the message hands nothing, and the answers are one's own", async () => {
  const { request, message } = await sealed();
  server.post(message);
  expect(await opens(alice, ALICE)).toMatchObject([{ message: { isOwn: true, receipts: false, ctype: "text/plain" } }]);
  expect(await alice.verbs.request("handedRequests", [message.mid])).toEqual([]);
  expect(await alice.verbs.request("openRequests", [request])).toMatchObject([{ title: "Grafana" }]);
});

test("a key that the server exchanged is not taken", async () => {
  const { request, message } = await sealed();
  server.post(message);
  await opens(bob, BOB);
  const other = { ...told(request), mark: b64u(new Uint8Array(16)) };
  expect(await bob.verbs.request("takeRequest", message.mid, other)).toBe("refused");
  expect(await bob.verbs.request("takeRequest", message.mid, told(request))).toBe("taken");
});

test("a key is not taken when those who answer are told of another number of readers, or of none", async () => {
  const { request, message } = await sealed();
  server.post(message);
  await opens(bob, BOB);
  const url = (await alice.verbs.request("requestAgain", request.id))?.link ?? "";
  const { f } = readRequestFragment(url.split("#")[1] ?? "", request.id);
  const { others, ...label } = await openLabel(unb64u(request.label), request.id, f);
  expect(others).toBe(2);
  for (const other of [label, { ...label, others: 1 }, { ...label, others: 3 }]) {
    const swapped = { ...told(request), label: b64u(await sealLabel(other, f)) };
    expect(await bob.verbs.request("takeRequest", message.mid, swapped)).toBe("refused");
  }
  expect(await bob.verbs.request("takeRequest", message.mid, told(request))).toBe("taken");
});

test("a request of one's own alone says nothing of others", async () => {
  const request = await alice.verbs.request("sealRequest", DRAFT);
  const { link } = (await alice.verbs.request("requestAgain", request.id)) ?? { link: "" };
  const outside = answerVerbs(() => NOON);
  await outside.readFragment(request.id, link.split("#")[1] ?? "");
  expect(await outside.openRequest(request.recipient, request.label)).toMatchObject({ others: 0 });
});

test("what cannot be sealed for everybody leaves nothing behind", async () => {
  const seal = (readers = TO_ALL) => alice.verbs.request("sealRequestFor", DRAFT, readers);
  await expect(seal()).rejects.toMatchObject({ code: "group-unconfirmed", gids: [GROUP.gid] });
  expect(await alice.save(ALICE)).toBe("nothing");
  await alice.verbs.confirmGroup(GROUP);
  await expect(seal({ ...TO_ALL, to: [], leaveOut: [CAROL] })).rejects.toMatchObject({ code: "nobody-left" });
  expect((await seal()).request.id).not.toBe((await seal()).request.id);
});

test("whoever is left out is named in the message, and the server is not told of them", async () => {
  await alice.verbs.confirmGroup(GROUP);
  const { request, message } = await alice.verbs.request("sealRequestFor", DRAFT, { ...TO_ALL, leaveOut: [CAROL] });
  expect(request.readers).toEqual([BOB]);
  server.post(message);
  expect(await opens(bob, BOB)).toMatchObject([{ message: { omitted: [CAROL] } }]);
  expect(await opens(carol, CAROL)).toEqual([]);
});
