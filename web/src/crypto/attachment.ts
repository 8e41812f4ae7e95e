// Attached files: their manifest, and sealing and opening them part by part (section 7).
//
// A file is one age file to the message's MR. Each part's ciphertext is made exactly once; a part is opened only after
// its digest, which the sender signed, was found right.
import { fileKeyOf, newFile } from "./age.ts";
import { CHUNK_BYTES, type ChunkCipher, chunkCipher, longHash, NONCE_BYTES, type Spend, TAG_BYTES } from "./chunks.ts";
import { b64u, equalBytes, joined, randomBytes, unb64u, utf8 } from "./encoding.ts";
import { recipientOf } from "./recipients.ts";
import { must, Refused } from "./refused.ts";
import { type JsonObject, text, whole } from "./strictjson.ts";

export type Manifest = {
  readonly i: number;
  readonly name: string;
  readonly type: string;
  /** Bytes of plaintext. */
  readonly size: number;
  /** Bytes of header and nonce. */
  readonly hlen: number;
  /** Bytes of ciphertext. */
  readonly csize: number;
  /** b64u of SHA-256 of each part, one after another. */
  readonly parts: string;
};

const PART_CHUNKS = 128;
/** Bytes of a full part: of plaintext, and of ciphertext without the header. */
export const PLAIN_PART = PART_CHUNKS * CHUNK_BYTES;
export const MAX_SIZE = 10 * 1024 ** 3;
export const MAX_FILES = 100;
const MAX_NAME_BYTES = 255;
const MIN_HLEN = 32;
const MAX_HLEN = 4096 + NONCE_BYTES;
const DIGEST_BYTES = 32;
const SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** So many chunks are read, and sealed or opened side by side: all of a part at once take its memory once more. */
const CHUNKS_AT_ONCE = 8;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Gives the next bytes of a part: as many as `into` has room for, in the memory of `into`, which it takes, or in other.
 * Fails when there are not that many.
 */
export type Fill = (into: Bytes) => Promise<Bytes>;

const chunkCount = (size: number): number => Math.max(1, Math.ceil(size / CHUNK_BYTES));

/** Parts of a file of so many bytes. */
export function partCount(size: number): number {
  return Math.max(1, Math.ceil(size / PLAIN_PART));
}

/** Bytes of plaintext in part `n`. */
export function plainBytes(size: number, n: number): number {
  return Math.min(PLAIN_PART, size - n * PLAIN_PART);
}

/** Bytes of part `n` as it travels. */
export function sealedBytes(size: number, hlen: number, n: number): number {
  const plain = plainBytes(size, n);
  return plain + TAG_BYTES * chunkCount(plain) + (n === 0 ? hlen : 0);
}

function cipherSize(size: number, hlen: number): number {
  return hlen + size + TAG_BYTES * chunkCount(size);
}

/** Types and lengths of one member of `att`. Refuses with `form`. */
export function checkManifestForm(value: JsonObject): Manifest {
  const nameBytes = utf8(text(value, "name")).length;
  must(nameBytes >= 1 && nameBytes <= MAX_NAME_BYTES, "form", "the length of a file's name");
  must(TYPE.test(text(value, "type")), "form", "not a media type");
  for (const name of ["i", "size", "hlen", "csize"]) whole(value, name);
  unb64u(text(value, "parts"));
  return value as unknown as Manifest;
}

/** The rules before anything is fetched (7.1). Refuses with `attachment`. */
export function checkManifest({ i, size, hlen, csize, parts }: Manifest, index: number): void {
  must(i === index, "attachment", "the files are in another order");
  const isPossible = size <= MAX_SIZE && hlen >= MIN_HLEN && hlen <= MAX_HLEN && csize === cipherSize(size, hlen);
  must(isPossible, "attachment", "the sizes of a file do not fit together");
  must(unb64u(parts).length === DIGEST_BYTES * partCount(size), "attachment", "another number of parts");
}

/** What goes out as the name of a file: the last part of a path, cut to 255 bytes so that its ending stays (7.4). */
export function nameToSend(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1) || "file";
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && utf8(name.slice(dot)).length <= 32 ? name.slice(dot) : "";
  const room = MAX_NAME_BYTES - utf8(ending).length;
  let stem = "";
  let length = 0;
  for (const character of ending === "" ? name : name.slice(0, dot)) {
    length += utf8(character).length;
    if (length > room) break;
    stem += character;
  }
  return stem + ending;
}

/** The media type that goes out for what the browser says of a file: without parameters, or the general one. */
export function typeToSend(said: string): string {
  const type = said.split(";", 1).join("").trim().toLowerCase();
  return TYPE.test(type) ? type : "application/octet-stream";
}

/** Seals one file of `size` bytes, part after part, each once. */
export class Sealer {
  readonly size: number;
  readonly hlen: number;
  readonly csize: number;
  readonly partCount: number;
  readonly #start: Uint8Array;
  readonly #cipher: ChunkCipher;
  readonly #digests: Uint8Array[] = [];
  #next = 0;
  /** Used again for each part, because memory that is new costs more than what is done in it. */
  #room: Bytes | null = null;
  #plain: Bytes | null = null;

  private constructor(size: number, start: Uint8Array, cipher: ChunkCipher) {
    this.size = size;
    this.hlen = start.length;
    this.csize = cipherSize(size, start.length);
    this.partCount = partCount(size);
    this.#start = start;
    this.#cipher = cipher;
  }

  /** Begin a file for MR, given as its raw public key. */
  static async begin(publicKey: Uint8Array, size: number, spend: Spend): Promise<Sealer> {
    must(Number.isInteger(size) && size >= 0 && size <= MAX_SIZE, "form", "a file of more than 10 GiB");
    const { header, fileKey } = await newFile(recipientOf(publicKey));
    const nonce = randomBytes(NONCE_BYTES);
    return new Sealer(size, joined([header, nonce]), await chunkCipher(fileKey, nonce, spend));
  }

  /**
   * The ciphertext of part `n`, which has `size` bytes, and its SHA-256: parts in order, each once. Keep a copy of what comes
   * out until it has arrived, for the next part takes its memory; after a failure the file starts again with another sealer.
   */
  async sealPart(n: number, size: number, fill: Fill): Promise<{ sealed: Bytes; digest: Uint8Array }> {
    // Of the part before, all must be done: this one takes its memory.
    const isNext = n === this.#next && n === this.#digests.length && n < this.partCount;
    must(isNext && size === plainBytes(this.size, n), "form", "not the plaintext of the next part");
    this.#next += 1;
    // No later part is longer than the first.
    this.#room ??= new Uint8Array(sealedBytes(this.size, this.hlen, 0));
    const sealed = this.#room.subarray(0, sealedBytes(this.size, this.hlen, n));
    if (n === 0) sealed.set(this.#start);
    await this.#sealChunks(n, size, fill, sealed.subarray(n === 0 ? this.hlen : 0));
    const digest = await longHash(sealed);
    this.#digests[n] = digest;
    if (this.isComplete) this.#room = this.#plain = null;
    return { sealed, digest };
  }

  async #sealChunks(n: number, size: number, fill: Fill, body: Bytes): Promise<void> {
    const last = chunkCount(this.size) - 1;
    this.#plain ??= new Uint8Array(Math.min(size, CHUNKS_AT_ONCE * CHUNK_BYTES));
    for (let first = 0; first < chunkCount(size); first += CHUNKS_AT_ONCE) {
      const room = this.#plain.subarray(0, Math.min(this.#plain.length, size - first * CHUNK_BYTES));
      const plain = await fill(room);
      this.#plain = new Uint8Array(plain.buffer);
      await eachChunk(plain, CHUNK_BYTES, async (chunk, k) => {
        const index = n * PART_CHUNKS + first + k;
        const at = (first + k) * SEALED_CHUNK;
        await this.#cipher.seal(index, index === last, chunk, body.subarray(at, at + chunk.length + TAG_BYTES));
      });
    }
  }

  /** Whether every part was sealed. */
  get isComplete(): boolean {
    return this.#digests.length === this.partCount;
  }

  /** What to sign, but for its place. */
  manifest(name: string, type: string): Omit<Manifest, "i"> {
    must(this.isComplete, "form", "not all parts are sealed");
    const { size, hlen, csize } = this;
    return { name, type, size, hlen, csize, parts: b64u(joined(this.#digests)) };
  }
}

/** Opens the parts of one file whose manifest was signed and checked. Part 0 comes first. */
export class Opener {
  readonly #manifest: Manifest;
  readonly #digests: Uint8Array;
  readonly #messageKey: string;
  readonly #opened = new Set<number>();
  readonly #spend: Spend;
  #cipher: ChunkCipher | null = null;

  constructor(manifest: Manifest, messageKey: string, spend: Spend) {
    this.#spend = spend;
    this.#manifest = manifest;
    this.#digests = unb64u(manifest.parts);
    this.#messageKey = messageKey;
  }

  get isComplete(): boolean {
    return this.#opened.size === partCount(this.#manifest.size);
  }

  /**
   * The plaintext of part `n`. Refuses with `attachment` unless it is exactly what the sender sealed and signed, with
   * `form` when parts are asked in another order than rule 4 of 7.3 allows.
   */
  async openPart(n: number, sealed: Uint8Array): Promise<Bytes> {
    const { size, hlen } = this.#manifest;
    const last = partCount(size) - 1;
    const inOrder = n === 0 || n === last || this.#opened.has(n - 1) || this.#opened.has(last);
    const isPart = Number.isInteger(n) && n >= 0 && n <= last;
    must(isPart && inOrder && (n === 0 || this.#opened.has(0)), "form", "parts in another order");
    const wanted = this.#digests.subarray(n * DIGEST_BYTES, (n + 1) * DIGEST_BYTES);
    const isSent = sealed.length === sealedBytes(size, hlen, n) && equalBytes(await longHash(sealed), wanted);
    must(isSent, "attachment", "a part of the file is not the one that was sent");
    if (n === 0) this.#cipher = await this.#start(sealed);
    const plain = new Uint8Array(plainBytes(size, n));
    await this.#openChunks(n, sealed.subarray(n === 0 ? hlen : 0), plain);
    this.#opened.add(n);
    return plain;
  }

  async #start(sealed: Uint8Array): Promise<ChunkCipher> {
    const { hlen } = this.#manifest;
    let found: { fileKey: Uint8Array; headerBytes: number };
    try {
      found = await fileKeyOf(this.#messageKey, sealed.subarray(0, hlen));
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      throw new Refused("attachment", "the file does not open with the key of its message");
    }
    must(found.headerBytes + NONCE_BYTES === hlen, "attachment", "the file begins otherwise than was signed");
    return chunkCipher(found.fileKey, sealed.subarray(found.headerBytes, hlen), this.#spend);
  }

  async #openChunks(n: number, body: Uint8Array, plain: Bytes): Promise<void> {
    const cipher = this.#cipher as ChunkCipher;
    const last = chunkCount(this.#manifest.size) - 1;
    try {
      await eachChunk(body, SEALED_CHUNK, async (chunk, k) => {
        const index = n * PART_CHUNKS + k;
        const at = k * CHUNK_BYTES;
        await cipher.open(index, index === last, chunk, plain.subarray(at, at + chunk.length - TAG_BYTES));
      });
    } catch {
      throw new Refused("attachment", "the file does not open with the key of its message");
    }
  }
}

/** Work on each chunk, some side by side; an empty part has one empty chunk. */
async function eachChunk(
  data: Uint8Array,
  length: number,
  work: (chunk: Uint8Array, k: number) => Promise<void>,
): Promise<void> {
  const count = Math.max(1, Math.ceil(data.length / length));
  const each = (k: number) => work(data.subarray(k * length, (k + 1) * length), k);
  for (let first = 0; first < count; first += CHUNKS_AT_ONCE) {
    const some = Math.min(CHUNKS_AT_ONCE, count - first);
    await Promise.all(Array.from({ length: some }, (_, k) => each(first + k)));
  }
}
