// A file of this computer as it is sealed: read in order and whole, or refused; and nothing of the browser's is kept or lost.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import type { Fill } from "../crypto/attachment.ts";
import { reading } from "./source.ts";

const BYTES = Uint8Array.from({ length: 100 }, (_, at) => at);
const changed: unknown = expect.objectContaining({
  facts: expect.objectContaining({ code: "file-changed" }) as unknown,
});

/** As of a browser that gives only pieces of its own making. */
const piecemeal = (slice: Blob): Blob =>
  Object.assign(slice, {
    stream: () => ({
      getReader: () => {
        throw new TypeError("no byte stream");
      },
    }),
  });

async function readBy(fill: Fill, ...lengths: number[]): Promise<number[]> {
  const read: number[] = [];
  let room = new Uint8Array(64);
  for (const length of lengths) {
    const bytes = await fill(room.subarray(0, length));
    expect(bytes.length).toBe(length);
    read.push(...bytes);
    room = new Uint8Array(bytes.buffer);
    if (room.length < 64) room = new Uint8Array(64);
  }
  return read;
}

test.each([
  ["in the memory that is handed on", (slice: Blob) => slice],
  ["where a browser fills no memory of ours", piecemeal],
])("a piece is read in order, %s", async (_where, made) => {
  const slice = made(new Blob([BYTES]).slice(10, 90));

  const read = await reading(slice, (fill) => readBy(fill, 64, 0, 16));

  expect(read).toEqual([...BYTES.slice(10, 90)]);
});

test.each([
  ["in the memory that is handed on", (slice: Blob) => slice],
  ["where a browser fills no memory of ours", piecemeal],
])("what has become shorter is refused, %s", async (_where, made) => {
  await expect(reading(made(new Blob([BYTES])), (fill) => readBy(fill, 64, 64))).rejects.toEqual(changed);
});

/** A piece whose reader answers as `read` does. */
function readBySlice(read: () => Promise<never>, cancel = vi.fn(() => Promise.resolve())): Blob {
  return { stream: () => ({ getReader: () => ({ read, cancel }) }) } as unknown as Blob;
}

test("what cannot be read any more is refused, and let go", async () => {
  const cancel = vi.fn(() => Promise.reject(new Error("gone")));
  const slice = readBySlice(() => Promise.reject(new DOMException("gone", "NotReadableError")), cancel);

  await expect(reading(slice, (fill) => readBy(fill, 5))).rejects.toEqual(changed);

  expect(cancel).toHaveBeenCalledOnce();
});

test("what is wrong with the sealing is no change of the file", async () => {
  const wrong = new Error("refused");

  await expect(reading(new Blob([BYTES]), () => Promise.reject(wrong))).rejects.toBe(wrong);
});

test("a reader that nobody else knows of is not collected while it reads", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // As in Chromium, where only the reader leads to what will end its read.
  class Reader {
    #end: (() => void) | null = null;
    read = () => new Promise<never>((_resolve, reject) => (this.#end = () => reject(new Error("ended"))));
    cancel = () => Promise.resolve();
    end = () => this.#end?.();
  }
  const made = (): { reader: WeakRef<Reader>; slice: Blob } => {
    const reader = new Reader();
    let once: Reader | null = reader;
    const getReader = () => [once, (once = null)][0];
    return { reader: new WeakRef(reader), slice: { stream: () => ({ getReader }) } as unknown as Blob };
  };
  const { reader, slice } = made();
  const read = reading(slice, (fill) => readBy(fill, 5));

  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    collect();
  }

  reader.deref()?.end();
  await expect(read).rejects.toEqual(changed);
});
