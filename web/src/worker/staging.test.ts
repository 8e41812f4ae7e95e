// Sealed parts that wait: in private files of the browser, or in memory where there are none or no room is left.
import { afterEach, expect, test, vi } from "vitest";
import { staged } from "./staging.ts";

afterEach(() => vi.unstubAllGlobals());

/** As much of the browser's private files as is used; `room` bytes fit into one. */
function folderWith(room: number): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const folder = {
    getFileHandle: (name: string) =>
      Promise.resolve({
        createSyncAccessHandle: () => {
          files.set(name, new Uint8Array());
          return Promise.resolve({
            write: (bytes: Uint8Array) => {
              files.set(name, bytes.slice(0, room));
              return Math.min(bytes.length, room);
            },
            close: () => undefined,
          });
        },
        getFile: () => Promise.resolve(new File([files.get(name) ?? ""], name)),
      }),
    removeEntry: (name: string) => Promise.resolve(void files.delete(name)),
  };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.resolve(root) } });
  return files;
}

const sealedPart = () => ({ sealed: Uint8Array.of(1, 2, 3).buffer, digest: "d" });
const bytesOf = async (blob: Blob): Promise<number[]> => [...new Uint8Array(await blob.arrayBuffer())];

test("a part waits in a file of the folder, and leaves no memory behind", async () => {
  const files = folderWith(10);
  const part = sealedPart();

  const { sealed, digest } = await staged(part, "folder");

  expect(sealed).toBeInstanceOf(File);
  expect([...files.keys()]).toEqual([(sealed as File).name]);
  expect([await bytesOf(sealed), digest]).toEqual([[1, 2, 3], "d"]);
  expect(part.sealed.byteLength).toBe(0);
});

test.each([
  ["no folder was asked for", 10, null],
  ["the disk has no room", 2, "folder"],
])("a part waits in memory when %s", async (_why, room, folder) => {
  const files = folderWith(room);

  const { sealed } = await staged(sealedPart(), folder);

  expect(sealed).not.toBeInstanceOf(File);
  expect(await bytesOf(sealed)).toEqual([1, 2, 3]);
  expect(files.size).toBe(0);
});

test("a part waits in memory where a browser has no private files", async () => {
  vi.stubGlobal("navigator", {});

  expect(await bytesOf((await staged(sealedPart(), "folder")).sealed)).toEqual([1, 2, 3]);
});
