// Requests through the doors of both workers: made by one device, answered by whoever has the link, opened on another device.
import { beforeEach, expect, test, vi } from "vitest";
import { NOON } from "../../tools/sample.ts";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { b64u, hash, timeOf, unb64u } from "../crypto/encoding.ts";
import { makeIdentity, publicKeyOf } from "../crypto/recipients.ts";
import { answerVerbs } from "./answerverbs.ts";
import type { NewAnswerBody } from "./answerprotocol.ts";
import type { AnswerBody, NewRequestBody, RequestDraft, WholeRequest } from "./requestprotocol.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const code = (value: string): unknown => expect.objectContaining({ code: value });
const DRAFT: RequestDraft = {
  ...{ title: "Print portal login", note: "The new one, please", text: true, files: true, answers: 1 },
  fields: [
    { f: "username", label: "Username" },
    { f: "custom", label: "Customer number" },
  ],
  exp: timeOf(NOON + 86_400),
};

let server: SampleServer;
let laptop: SampleDevice;
beforeEach(async () => {
  server = new SampleServer();
  laptop = new SampleDevice(server);
  await laptop.start(ALICE, "Alice Martin", PASSWORD);
  while ((await laptop.save(ALICE)) !== "nothing");
  await fetchAll(laptop);
});

async function fetchAll(device: SampleDevice): Promise<void> {
  for (const file of await device.verbs.entriesWanted())
    await device.verbs.takePack(file, server.packs.get(`${ALICE} ${file}`) ?? null);
}

async function again(device: SampleDevice, id: string): Promise<WholeRequest> {
  const whole = await device.verbs.request("requestAgain", id);
  expect(whole).not.toBeNull();
  return whole as WholeRequest;
}

/** The worker of whoever has the link, with the request open in it. */
async function outsider(body: NewRequestBody, { link }: WholeRequest) {
  const verbs = answerVerbs(() => NOON);
  const { claim } = await verbs.readFragment(body.id, link.split("#")[1] ?? "");
  expect(b64u(hash(unb64u(claim)))).toBe(body.claim_hash);
  return { verbs, asked: await verbs.openRequest(body.recipient, body.label) };
}

function asGiven(request: NewRequestBody, answer: NewAnswerBody): AnswerBody {
  const { mid, wrap, content, blobs } = answer;
  return { mid, wrap, content, blobs, request: request.id, label: request.label };
}

test("a request shows what is asked, by whom, and the eight words that the asker sees", async () => {
  const body = await laptop.verbs.request("sealRequest", DRAFT);
  const whole = await again(laptop, body.id);
  const { asked } = await outsider(body, whole);
  expect(asked).toMatchObject({
    ...{ asker: { name: "Alice Martin", addr: ALICE }, title: DRAFT.title, note: DRAFT.note, fields: DRAFT.fields },
    ...{ text: true, files: true, words: whole.words },
  });
  expect(whole.words).toHaveLength(8);
  expect(whole.link).toMatch(new RegExp(`^/r/${body.id}#[A-Z2-7]+$`));
});

test("an answer with values, a text and a file opens on another device of the asker", async () => {
  const body = await laptop.verbs.request("sealRequest", DRAFT);
  const { verbs } = await outsider(body, await again(laptop, body.id));
  const { blob } = await verbs.beginFile({ name: "licence.key", type: "text/plain", size: 4 });
  const { sealed } = await verbs.sealPart(blob, 0, new Blob([Uint8Array.of(1, 2, 3, 4)]));
  const answer = await verbs.sealAnswer({ values: ["root", "4711"], body: "Call me", blobs: [blob] });
  while ((await laptop.save(ALICE)) !== "nothing");

  const phone = new SampleDevice(server, memoryStorage());
  await phone.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await phone.verbs.unlock(server.signedIn(ALICE));
  await fetchAll(phone);
  const [result] = await phone.verbs.request("openAnswers", [asGiven(body, answer)]);
  expect(result).toMatchObject({
    result: "opened",
    answer: {
      ...{ title: DRAFT.title, body: "Call me", files: [{ name: "licence.key", size: 4 }] },
      items: [
        {
          title: DRAFT.title,
          fields: [
            { f: "username", value: "root" },
            { f: "custom", label: "Customer number", value: "4711" },
          ],
        },
      ],
    },
  });
  const { opening } = await phone.verbs.beginOpening(answer.mid, 0);
  const { plain } = await phone.verbs.openPart(opening, 0, await sealed.arrayBuffer());
  expect(new Uint8Array(plain)).toEqual(Uint8Array.of(1, 2, 3, 4));
});

test("another key than the one in the link is refused before anything is opened", async () => {
  const body = await laptop.verbs.request("sealRequest", DRAFT);
  const { link } = await again(laptop, body.id);
  const verbs = answerVerbs(() => NOON);
  await verbs.readFragment(body.id, link.split("#")[1] ?? "");
  const other = b64u(await publicKeyOf(await makeIdentity()));
  await expect(async () => verbs.openRequest(other, body.label)).rejects.toMatchObject({ facts: code("other-log") });
});

test("an answer that is not what somebody with the link wrote stays closed", async () => {
  const [first, second] = [
    await laptop.verbs.request("sealRequest", DRAFT),
    await laptop.verbs.request("sealRequest", DRAFT),
  ];
  const mine = await outsider(first, await again(laptop, first.id));
  const theirs = await outsider(second, await again(laptop, second.id));
  const [one, two] = [
    asGiven(first, await mine.verbs.sealAnswer({ values: [], body: "one", blobs: [] })),
    asGiven(second, await theirs.verbs.sealAnswer({ values: [], body: "two", blobs: [] })),
  ];
  const results = await laptop.verbs.request("openAnswers", [
    one,
    { ...one, content: two.content },
    { ...one, mid: two.mid },
    { ...one, request: "AAAAAAAAAAAAAAAAAAAAAA" },
    { ...one, label: "" },
  ]);
  expect(results.map(({ result }) => result)).toEqual(["opened", "damaged", "damaged", "no-key", "opened"]);
  expect(results[4]).toMatchObject({ answer: { title: null } });
});

test("the list says what each asks for, and nothing of one whose key is not here", async () => {
  const body = await laptop.verbs.request("sealRequest", DRAFT);
  const facts = await laptop.verbs.request("openRequests", [
    { id: body.id, label: body.label },
    { id: "AAAAAAAAAAAAAAAAAAAAAA", label: body.label },
  ]);
  expect(facts).toEqual([expect.objectContaining({ id: body.id, title: DRAFT.title }), null]);
  expect(await laptop.verbs.request("requestAgain", "AAAAAAAAAAAAAAAAAAAAAA")).toBeNull();
});

test("work is found where there is some, and more than anybody may ask for is refused", async () => {
  const verbs = answerVerbs(() => NOON);
  const counter = await verbs.work("challenge", 8, 0, 10_000);
  expect(counter).not.toBeNull();
  expect(await verbs.work("challenge", 8, counter ?? 0, 1)).toBe(counter);
  expect(await verbs.work("challenge", 8, 0, counter ?? 0)).toBeNull();
  expect(() => verbs.work("challenge", 25, 0, 1)).toThrow();
});
