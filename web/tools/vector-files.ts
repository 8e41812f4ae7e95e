// Runs the cases of manifests and attached files (spec/vectors/README.md, "Messages").
import { createHash } from "node:crypto";
import { fileKeyOf } from "../src/crypto/age.ts";
import {
  checkManifest,
  checkManifestForm,
  type Fill,
  type Manifest,
  Opener,
  partCount,
  PLAIN_PART,
  sealedBytes,
  Sealer,
} from "../src/crypto/attachment.ts";
import { CHUNK_BYTES, chunkCipher, type Spend, TAG_BYTES } from "../src/crypto/chunks.ts";
import { b64u, joined, randomBytes, unb64u, utf8 } from "../src/crypto/encoding.ts";
import type { Payload } from "../src/crypto/payload.ts";
import { makeIdentity, publicKeyOf } from "../src/crypto/recipients.ts";
import { parseObject, writeStrict } from "../src/crypto/strictjson.ts";

interface ManifestCase {
  readonly json: string;
  readonly body?: readonly (readonly [string, number])[];
}
interface Change {
  readonly flip?: number;
  readonly cut?: number;
  readonly more?: number;
  readonly swap?: readonly [number, number];
  readonly copy?: readonly [number, number];
}
interface FileCase {
  readonly mk: string;
  readonly open_with: string;
  readonly header: string;
  readonly seed: string;
  readonly manifest: Manifest;
  readonly change: readonly Change[];
  readonly order?: readonly number[];
}

const sha = (data: Uint8Array): string => b64u(createHash("sha256").update(data).digest());
const plainOf = (seed: string, size: number): Uint8Array =>
  size === 0 ? new Uint8Array() : createHash("shake256", { outputLength: size }).update(seed).digest();

/** Nothing here is so long that its memory has to be given back. */
const keep: Spend = () => undefined;

function read(bytes: Uint8Array): Manifest {
  const manifest = checkManifestForm(parseObject(bytes));
  checkManifest(manifest, 0);
  return manifest;
}

function manifest({ json, body }: ManifestCase): unknown {
  const filled = (body ?? []).map(([part, times]) => part.repeat(times)).join("");
  const { size, hlen } = read(utf8(json.replace("<body>", () => filled)));
  const parts = partCount(size);
  return { parts, first: sealedBytes(size, hlen, 0), last: sealedBytes(size, hlen, parts - 1) };
}

async function attachment(given: FileCase): Promise<unknown> {
  const made = read(writeStrict(given.manifest));
  const parts = await partsOf(given, unb64u(given.header));
  const opener = new Opener(made, given.open_with, keep);
  const plain: Uint8Array[] = [];
  for (const n of given.order ?? Array.from({ length: partCount(made.size) }, (_, each) => each))
    plain[n] = await opener.openPart(n, parts[n] ?? new Uint8Array());
  if (!opener.isComplete) throw new Error("not all parts were opened");
  return { sha256: sha(joined(plain)) };
}

/** The parts that a server gives: the file from its header and seed, after each change. */
async function partsOf({ mk, seed, manifest: { size }, change }: FileCase, header: Uint8Array): Promise<Uint8Array[]> {
  const { fileKey } = await fileKeyOf(mk, header);
  const cipher = await chunkCipher(fileKey, header.subarray(header.length - 16), keep);
  const plain = plainOf(seed, size);
  const count = Math.max(1, Math.ceil(size / CHUNK_BYTES));
  const pieces = [header];
  for (let i = 0; i < count; i++) {
    const chunk = plain.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
    const sealed = new Uint8Array(chunk.length + TAG_BYTES);
    await cipher.seal(i, i === count - 1, chunk, sealed);
    pieces.push(sealed);
  }
  let whole = joined(pieces);
  for (const { flip, cut, more } of change) {
    if (flip !== undefined) whole[flip] = (whole[flip] ?? 0) ^ 1;
    if (cut !== undefined) whole = whole.subarray(0, whole.length - cut);
    if (more !== undefined) whole = joined([whole, new Uint8Array(more)]);
  }
  const full = 128 * (CHUNK_BYTES + 16);
  const parts = [whole.subarray(0, header.length + full)];
  for (let at = header.length + full; at < whole.length; at += full) parts.push(whole.subarray(at, at + full));
  const part = (n: number): Uint8Array => parts[n] ?? new Uint8Array();
  for (const { swap, copy } of change) {
    if (swap !== undefined) [parts[swap[0]], parts[swap[1]]] = [part(swap[1]), part(swap[0])];
    if (copy !== undefined) parts[copy[1]] = part(copy[0]);
  }
  return parts;
}

/** Gives a part piece by piece, in the memory that it is given. */
function filling(part: Uint8Array): Fill {
  let at = 0;
  return (into) => {
    into.set(part.subarray(at, at + into.length));
    at += into.length;
    return Promise.resolve(into);
  };
}

/** A file sealed here, as the input of a case of `attachment`. */
export async function sealedFile(size: number): Promise<FileCase> {
  const [mk, seed] = [await makeIdentity(), `sealed ${size}`];
  const sealer = await Sealer.begin(await publicKeyOf(mk), size, keep);
  const plain = plainOf(seed, size);
  let header: Uint8Array = new Uint8Array();
  for (let n = 0; n < sealer.partCount; n++) {
    const part = plain.subarray(n * PLAIN_PART, (n + 1) * PLAIN_PART);
    const { sealed } = await sealer.sealPart(n, part.length, filling(part));
    // The next part takes the memory of this one.
    if (n === 0) header = sealed.slice(0, sealer.hlen);
  }
  const made = { i: 0, ...sealer.manifest("sample.bin", "application/octet-stream") };
  return { mk, open_with: mk, header: b64u(header), seed, manifest: made, change: [] };
}

export const fileRunners = { manifest, attachment };

/** A small item and a small file with a hostile name, for a message. */
export function sampleAttached(): Pick<Payload, "items" | "att"> {
  const file = { name: "\u202egnp.exe", type: "image/png", size: 5, hlen: 1643, csize: 1643 + 5 + 16 };
  return {
    items: [{ i: 0, kind: "login", from: "new", title: "Grafana", fields: [{ f: "password", value: "s" }], att: [0] }],
    att: [{ i: 0, ...file, parts: b64u(randomBytes(32)) }],
  };
}
