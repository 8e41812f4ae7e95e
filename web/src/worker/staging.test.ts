// Sealed parts that wait: in private files of the browser, or in memory where there are none or no room is left.
import { afterEach, expect, test, vi } from "vitest";
import { staged } from "./staging.ts";

afterEach(() => vi.unstubAllGlobals());

/** As much of the browser's private files as is used; `room` bytes fit into one. */
function folderWith(room: number): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const accessTo = (name: string) => {
    const held = (): Uint8Array<ArrayBuffer> => files.get(name) ?? new Uint8Array();
    return {
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        const written = bytes.slice(0, room);
        const all = new Uint8Array(Math.max(held().length, at + written.length));
        all.set(held());
        all.set(written, at);
        files.set(name, all);
        return written.length;
      },
      getSize: () => held().length,
      truncate: (size: number) => files.set(name, held().slice(0, size)),
      close: () => undefined,
    };
  };
  const folder = {
    getFileHandle: (name: string) => {
      if (!files.has(name)) files.set(name, new Uint8Array());
      return Promise.resolve({
        createSyncAccessHandle: () => Promise.resolve(accessTo(name)),
        getFile: () => Promise.resolve(new File([files.get(name) ?? ""], name)),
      });
    },
    removeEntry: (name: string) => Promise.resolve(void files.delete(name)),
  };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.resolve(root) } });
  return files;
}

const part = (...bytes: number[]) => ({ sealed: Uint8Array.from(bytes), digest: "d" });
const bytesOf = async (blob: Blob): Promise<number[]> => [...new Uint8Array(await blob.arrayBuffer())];
const FILE = { folder: "folder", name: "one" };

test("a part waits in the file that it is given", async () => {
  const files = folderWith(10);

  const { sealed, digest } = await staged(part(1, 2, 3), FILE);

  expect([sealed instanceof File, (sealed as File).name, digest]).toEqual([true, "one", "d"]);
  expect(await bytesOf(sealed)).toEqual([1, 2, 3]);
  expect([...files.keys()]).toEqual(["one"]);
});

test.each([[[4, 5]], [[4, 5, 6]], [[4, 5, 6, 7]]])(
  "it is written over the one before, whose rest goes: %j",
  async (bytes) => {
    folderWith(10);
    await staged(part(1, 2, 3), FILE);

    expect(await bytesOf((await staged(part(...bytes), FILE)).sealed)).toEqual(bytes);
  },
);

test.each([
  ["no file was given", 10, null],
  ["the disk has no room", 2, FILE],
])("a part waits in memory when %s", async (_why, room, file) => {
  const files = folderWith(room);

  const { sealed } = await staged(part(1, 2, 3), file);

  expect(sealed).not.toBeInstanceOf(File);
  expect(await bytesOf(sealed)).toEqual([1, 2, 3]);
  expect(files.size).toBe(0);
});

test("a part in memory stays what it was when the next takes the memory it was sealed in", async () => {
  const sealedPart = part(1, 2, 3);
  const { sealed } = await staged(sealedPart, null);

  sealedPart.sealed.fill(9);

  expect(await bytesOf(sealed)).toEqual([1, 2, 3]);
});

test("a part waits in memory where a browser has no private files", async () => {
  vi.stubGlobal("navigator", {});

  expect(await bytesOf((await staged(part(1, 2, 3), FILE)).sealed)).toEqual([1, 2, 3]);
});
