// Files and items through the door of the worker: sealed by one person, opened by another, altered on the way.
import { beforeAll, expect, test, vi } from "vitest";
import { NOON } from "../../tools/sample.ts";
import { draftTo, SampleDevice, SampleServer } from "../../tools/sample-server.ts";
import { PLAIN_PART } from "../crypto/attachment.ts";
import { nobleCipher } from "../crypto/chunks.ts";
import { b64, hash } from "../crypto/encoding.ts";
import type { DeliveryBody, Draft, MessageFacts } from "./shapes.ts";

// Passwords are stretched for real, and megabytes sealed: slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALICE = "alice@example.org";
const BOB = "bob@example.org";
const code = (value: string): unknown => expect.objectContaining({ code: value });

let server: SampleServer;
let alice: SampleDevice;
let bob: SampleDevice;
beforeAll(async () => {
  server = new SampleServer();
  [alice, bob] = [new SampleDevice(server), new SampleDevice(server)];
  await alice.start(ALICE, "Alice Martin", "correct horse battery");
  const invitation = await alice.verbs.makeInvitation(BOB);
  await alice.save(ALICE);
  await bob.join(invitation.link, BOB, ALICE, "Bob Roy", "Bob Roy has a password");
  await alice.learn(BOB);
  await bob.learn(ALICE);
});

const plainOf = (size: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(size).map((_, at) => (at * 7 + (at >> 9)) & 255);

const blank = (size: number): Blob => new Blob([new Uint8Array(size)]);

interface Uploaded {
  readonly blob: string;
  readonly parts: ArrayBuffer[];
}

async function upload(sealing: string, name: string, size: number): Promise<Uploaded> {
  const file = await alice.verbs.beginFile(sealing, { name, type: "Text/Plain;charset=utf-8", size });
  const plain = plainOf(size);
  const parts: ArrayBuffer[] = [];
  for (let n = 0; n < file.parts; n++) {
    const piece = new Blob([plain.slice(n * PLAIN_PART, (n + 1) * PLAIN_PART)]);
    const part = await alice.verbs.sealPart(file.blob, n, piece);
    const [sealed, digest] = [await part.sealed.arrayBuffer(), part.digest];
    expect(digest).toBe(b64(hash(new Uint8Array(sealed))));
    parts.push(sealed);
  }
  expect(parts.reduce((sum, part) => sum + part.byteLength, 0)).toBe(file.csize);
  return { blob: file.blob, parts };
}

async function deliver(more: Partial<Draft>): Promise<DeliveryBody> {
  server.post((await alice.verbs.sealMessage(draftTo([BOB], more), null)).envelope);
  const delivery = server.deliveries(BOB, NOON).at(-1);
  if (delivery === undefined) throw new Error("nothing was delivered");
  return delivery;
}

async function opened(delivery: DeliveryBody): Promise<MessageFacts> {
  const [result] = await bob.verbs.openMessages([delivery]);
  if (result === undefined || !("message" in result)) throw new Error(JSON.stringify(result));
  return result.message;
}

test("a message carries items, and says which values are covered", async () => {
  const delivery = await deliver({
    body: "",
    items: [
      {
        kind: "login",
        from: "new",
        title: "Grafana",
        fields: [
          { f: "username", value: "root" },
          { f: "password", value: "s" },
        ],
      },
      { kind: "rocket", from: "entry", title: "", fields: [{ f: "fuel", value: "kerosene" }] },
    ],
  });
  expect((await opened(delivery)).items).toEqual([
    {
      ...{ kind: "login", from: "new", title: "Grafana", att: [] },
      fields: [
        { f: "username", label: null, value: "root", isCovered: false },
        { f: "password", label: null, value: "s", isCovered: true },
      ],
    },
    {
      ...{ kind: "other", from: "entry", title: "", att: [] },
      fields: [{ f: "custom", label: "fuel", value: "kerosene", isCovered: false }],
    },
  ]);
  await expect(deliver({ body: "x".repeat(1024 * 1024 + 1) })).rejects.toEqual(code("draft-too-large"));
});

test("files come out as they went in, part by part", async () => {
  const { sealing } = await alice.verbs.beginSealing();
  const sizes = [0, 70_000, PLAIN_PART + 1];
  const files: Uploaded[] = [];
  for (const size of sizes) files.push(await upload(sealing, `C:\\secret\\${"é".repeat(130)}-${size}.txt`, size));
  const blobs = files.map(({ blob }) => blob);
  const delivery = await deliver({ files: { sealing, blobs } });
  expect(delivery.blobs).toEqual(blobs);
  const message = await opened(delivery);
  expect(message.attachments.map(({ size, type, blob }) => [size, type, blob])).toEqual(
    sizes.map((size, index) => [size, "text/plain", blobs[index]]),
  );
  for (const [index, { name }] of message.attachments.entries()) {
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^é+(-\d*)?\.txt$/);
    const opening = await bob.verbs.beginOpening(message.mid, index);
    let got = 0;
    for (const [n, part] of (files[index]?.parts ?? []).entries()) {
      const { plain } = await bob.verbs.openPart(opening.opening, n, part.slice());
      const wanted = plainOf(sizes[index] ?? 0).slice(n * PLAIN_PART, (n + 1) * PLAIN_PART);
      expect(Buffer.compare(Buffer.from(plain), wanted)).toBe(0);
      got += plain.byteLength;
    }
    expect(got).toBe(opening.size);
  }
});

test("an altered, exchanged or foreign part is refused, and so is an envelope with other files", async () => {
  const { sealing } = await alice.verbs.beginSealing();
  const long = await upload(sealing, "long.bin", 2 * PLAIN_PART + 5);
  const other = await upload(sealing, "other.bin", 2 * PLAIN_PART + 5);
  const delivery = await deliver({ files: { sealing, blobs: [long.blob, other.blob] } });
  const { mid } = await opened(delivery);
  const part = (n: number): ArrayBuffer => (long.parts[n] ?? new ArrayBuffer()).slice();
  const { opening } = await bob.verbs.beginOpening(mid, 0);
  await expect(bob.verbs.openPart(opening, 1, part(1))).rejects.toEqual(code("form"));
  const flipped = part(0);
  new DataView(flipped).setUint8(5_000_000, new DataView(flipped).getUint8(5_000_000) ^ 1);
  for (const wrong of [flipped, part(1), part(0).slice(0, -1), (other.parts[0] ?? new ArrayBuffer()).slice()])
    await expect(bob.verbs.openPart(opening, 0, wrong)).rejects.toEqual(code("attachment"));
  await bob.verbs.openPart(opening, 0, part(0));
  await expect(bob.verbs.openPart(opening, 1, part(2))).rejects.toEqual(code("attachment"));
  // From the end: the last part first, then any.
  await bob.verbs.openPart(opening, 2, part(2));
  await bob.verbs.openPart(opening, 1, part(1));

  for (const blobs of [[], [long.blob], [long.blob, other.blob, other.blob]])
    expect(await bob.verbs.openMessages([{ ...delivery, blobs }])).toMatchObject([{ reason: "envelope" }]);
});

test("nothing is sealed twice, too early or after the lock", async () => {
  const { sealing } = await alice.verbs.beginSealing();
  const { blob } = await alice.verbs.beginFile(sealing, { name: "a", type: "", size: PLAIN_PART + 1 });
  await expect(alice.verbs.sealPart(blob, 0, blank(5))).rejects.toEqual(code("form"));
  await expect(alice.verbs.sealPart(blob, 1, blank(1))).rejects.toEqual(code("form"));
  await alice.verbs.sealPart(blob, 0, blank(PLAIN_PART));
  await expect(alice.verbs.sealPart(blob, 0, blank(PLAIN_PART))).rejects.toEqual(code("form"));
  await expect(deliver({ files: { sealing, blobs: [blob] } })).rejects.toEqual(code("file-not-sealed"));
  await alice.verbs.sealPart(blob, 1, blank(1));
  await deliver({ files: { sealing, blobs: [blob] } });
  await alice.verbs.dropSealing(sealing);
  await expect(deliver({ files: { sealing, blobs: [blob] } })).rejects.toEqual(code("form"));
  await expect(alice.verbs.beginFile(sealing, { name: "a", type: "", size: 1 })).rejects.toEqual(code("form"));
});

test("the cipher without Web Crypto keeps to the nonces of age", async () => {
  const cipher = nobleCipher(new Uint8Array(32).fill(7));
  const [sealed, plain] = [new Uint8Array(3 + 16), new Uint8Array(3)];
  await cipher.seal(2 ** 31 + 5, false, new Uint8Array([1, 2, 3]), sealed);
  await cipher.open(2 ** 31 + 5, false, sealed, plain);
  expect(Array.from(plain)).toEqual([1, 2, 3]);
  await expect(cipher.open(2 ** 31 + 5, true, sealed, plain)).rejects.toThrow();
  await expect(cipher.open(5, false, sealed, plain)).rejects.toThrow();
});
