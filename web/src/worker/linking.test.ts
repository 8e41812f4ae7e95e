// Links through the door of the worker: sealed by one device, shown again by another, opened by whoever has link and words.
import { beforeEach, expect, test, vi } from "vitest";
import { NOON } from "../../tools/sample.ts";
import { SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { b64u, timeOf, unb64u } from "../crypto/encoding.ts";
import {
  keysOfWords,
  linkHash,
  linkKeys,
  type LinkReply,
  openLink,
  readLinkFragment,
  replyPath,
} from "../crypto/links.ts";
import { checkRequestKey, openLabel, readRequestFragment } from "../crypto/requests.ts";
import type { LinkDraft, NewLinkBody, WholeLink } from "./linkprotocol.ts";
import type { NewRequestBody } from "./requestprotocol.ts";
import { memoryStorage } from "./storage.ts";

// Passwords are stretched for real: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const PASSWORD = "correct horse battery";
const code = (value: string): unknown => expect.objectContaining({ code: value });
const DRAFT: LinkDraft = {
  ...{ subject: "Kestrel VPN", body: "Here it is.", files: null, exp: timeOf(NOON + 86_400) },
  items: [{ kind: "login", from: "new", title: "VPN", fields: [{ f: "password", value: "Vd4?mQx8" }] }],
  ...{ views: 3, passphrase: "generated", notify: true, mail: [], onlyAddr: null, lang: "en" },
  reply: null,
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

/** What somebody outside makes of a link, its passphrase and what the server keeps. */
async function opened(body: NewLinkBody, { link, passphrase }: WholeLink) {
  const [path, fragment = ""] = link.split("#");
  expect(path).toBe(`/s/${body.id}`);
  const { f, hasPassphrase } = readLinkFragment(fragment, body.id);
  expect(hasPassphrase).toBe(passphrase !== null);
  const keys = await linkKeys(body.id, f, passphrase);
  expect([linkHash(keys.access), linkHash(keys.claim)]).toEqual([body.access_hash, body.claim_hash]);
  const sealed = { link: unb64u(body.link), content: unb64u(body.content) };
  return (await openLink(sealed, body.id, keys.file, body.blobs.length)).content;
}

async function again(device: SampleDevice, id: string): Promise<WholeLink> {
  const whole = await device.verbs.link("linkAgain", id);
  expect(whole).not.toBeNull();
  return whole as WholeLink;
}

test("a link opens with what its maker is shown, and says who made it", async () => {
  const { body: body } = await laptop.verbs.link("sealLink", DRAFT);
  const whole = await again(laptop, body.id);
  expect(whole.passphrase?.split("-")).toHaveLength(6);
  const content = await opened(body, whole);
  expect(content).toMatchObject({
    ...{ from: { name: "Alice Martin", addr: ALICE }, exp: DRAFT.exp, subject: DRAFT.subject, body: DRAFT.body },
    items: [{ i: 0, title: "VPN", fields: [{ f: "password", value: "Vd4?mQx8" }] }],
  });
  expect(linkHash(unb64u(content.ack))).toBe(body.ack_hash);
  expect(body).toMatchObject({ expires_at: DRAFT.exp, views: 3, notify: true, blobs: [] });
  // Neither the key nor the words are in what is posted.
  expect(JSON.stringify(body)).not.toContain(whole.passphrase);
});

test("a link that is mailed has no key in it: seven words are the key", async () => {
  const wish: LinkDraft = {
    ...DRAFT,
    passphrase: "key",
    mail: ["kim@partner.example"],
    onlyAddr: "kim@partner.example",
    lang: "de",
  };
  const { body: body } = await laptop.verbs.link("sealLink", wish);
  expect(body).toMatchObject({ mail: wish.mail, only_addr: "kim@partner.example", lang: "de" });
  const whole = await again(laptop, body.id);
  expect(whole.link).toBe(`/s/${body.id}`);
  const words = whole.passphrase ?? "";
  expect(words.split("-")).toHaveLength(7);
  const keys = await keysOfWords(body.id, words);
  expect([linkHash(keys.access), linkHash(keys.claim)]).toEqual([body.access_hash, body.claim_hash]);
  const sealed = { link: unb64u(body.link), content: unb64u(body.content) };
  expect((await openLink(sealed, body.id, keys.file, 0)).content.body).toBe(DRAFT.body);
  expect(JSON.stringify(body)).not.toContain(words);
  const kept = (await laptop.verbs.link("keptLinks")).find(({ id }) => id === body.id);
  expect(kept).toMatchObject({ isOfWords: true, hasPassphrase: true });
  // With a key of another kind it is not sealed: the mail would carry the key, or the reader would have none.
  await expect(laptop.verbs.link("sealLink", { ...wish, passphrase: "generated" })).rejects.toEqual(code("form"));
});

test("a link may have a passphrase of one's own, or none", async () => {
  const { body: own } = await laptop.verbs.link("sealLink", { ...DRAFT, passphrase: { own: " two words " } });
  expect((await again(laptop, own.id)).passphrase).toBe(" two words ");
  await opened(own, { ...(await again(laptop, own.id)), passphrase: "two words" });
  const { body: none } = await laptop.verbs.link("sealLink", { ...DRAFT, passphrase: null });
  const whole = await again(laptop, none.id);
  expect(whole.passphrase).toBeNull();
  await opened(none, whole);
});

test("a link whose key could not be kept is not made", async () => {
  await expect(laptop.verbs.link("sealLink", { ...DRAFT, passphrase: { own: "  " } })).rejects.toEqual(code("form"));
  const long = { ...DRAFT, body: "x".repeat(1024 * 1024 + 1) };
  await expect(laptop.verbs.link("sealLink", long)).rejects.toEqual(code("draft-too-large"));
  const past = { ...DRAFT, exp: timeOf(NOON - 1) };
  await expect(laptop.verbs.link("sealLink", past)).rejects.toEqual(code("form"));
  expect(await laptop.verbs.link("keptLinks")).toEqual([]);
});

test("each device of its maker shows a link again, and nobody finds it among the entries", async () => {
  const { id } = (await laptop.verbs.link("sealLink", DRAFT)).body;
  expect(await laptop.save(ALICE)).not.toBe("nothing");
  expect([...server.packs.keys()]).toContain(`${ALICE} links-0`);
  const phone = new SampleDevice(server, memoryStorage());
  await phone.verbs.startSignIn(ALICE, PASSWORD, server.kdf(ALICE), false);
  await phone.verbs.unlock(server.signedIn(ALICE));
  await fetchAll(phone);
  expect(await phone.verbs.link("keptLinks")).toEqual([
    { id, subject: "Kestrel VPN", items: 1, files: 0, hasPassphrase: true, isOfWords: false, reply: null },
  ]);
  expect(await again(phone, id)).toEqual(await again(laptop, id));
  expect(await phone.verbs.listEntries(null, false)).toEqual([]);
  expect(await phone.verbs.link("linkAgain", b64u(new Uint8Array(16)))).toBeNull();
});

test("a link whose readers may answer carries the key of a request that is made for it", async () => {
  const wish = { ...DRAFT, subject: "", reply: { exp: timeOf(NOON + 3600), answers: 10 } };
  const { body, request } = await laptop.verbs.link("sealLink", wish);
  expect(request).toMatchObject({ expires_at: wish.reply.exp, answers: 10 });
  const { reply } = await opened(body, await again(laptop, body.id));
  expect(reply).toMatchObject({ id: request?.id, rr: request?.recipient });
  const [path = "", fragment = ""] = replyPath(reply as LinkReply).split("#");
  expect(path).toBe(`/r/${request?.id ?? ""}`);
  const { f, mark } = readRequestFragment(fragment, request?.id ?? "");
  checkRequestKey(unb64u(request?.recipient ?? ""), mark);
  expect(await openLabel(unb64u(request?.label ?? ""), request?.id ?? "", f)).toMatchObject({
    ...{ title: "(no subject)", note: "", fields: [], text: true, files: true, link: body.id },
  });
  // Its maker finds the request by the link, and the link by the request.
  const { id, label } = request as NewRequestBody;
  expect((await laptop.verbs.link("keptLinks"))[0]).toMatchObject({ id: body.id, reply: id });
  expect(await laptop.verbs.request("openRequests", [{ id, label }])).toMatchObject([{ link: body.id }]);
  expect((await laptop.verbs.request("requestAgain", id))?.link).toBe(`${path}#${fragment}`);
  // Neither key is in what is posted.
  for (const secret of [reply?.f ?? "-", fragment]) expect(JSON.stringify({ body, request })).not.toContain(secret);

  const long = await laptop.verbs.link("sealLink", { ...wish, subject: "🔑".repeat(300) });
  const { id: other, label: named } = long.request as NewRequestBody;
  const [facts] = await laptop.verbs.request("openRequests", [{ id: other, label: named }]);
  expect(facts?.title).toBe(`${"🔑".repeat(199)}…`);
});

test("what is refused leaves no request either", async () => {
  const past = { ...DRAFT, exp: timeOf(NOON - 1), reply: { exp: timeOf(NOON + 60), answers: 10 } };
  const before = server.packs.size;
  await expect(laptop.verbs.link("sealLink", past)).rejects.toEqual(code("form"));
  expect(await laptop.save(ALICE)).toBe("nothing");
  expect(server.packs.size).toBe(before);
});

test("a file goes along under the key of its link", async () => {
  const { sealing } = await laptop.verbs.beginSealing();
  const { blob } = await laptop.verbs.beginFile(sealing, { name: "plan.txt", type: "text/plain", size: 3 });
  await expect(laptop.verbs.link("sealLink", { ...DRAFT, files: { sealing, blobs: [blob] } })).rejects.toEqual(
    code("file-not-sealed"),
  );
  await laptop.verbs.sealPart(blob, 0, new Blob([Uint8Array.of(1, 2, 3)]));
  const { body: body } = await laptop.verbs.link("sealLink", { ...DRAFT, files: { sealing, blobs: [blob] } });
  expect(body.blobs).toEqual([blob]);
  const content = await opened(body, await again(laptop, body.id));
  expect(content.att).toMatchObject([{ i: 0, name: "plan.txt", size: 3 }]);
  expect((await laptop.verbs.link("keptLinks"))[0]).toMatchObject({ files: 1 });
});
