// Sealed parts among the private files: each stays until it has arrived, none is swept before, and none outlasts the lock.
import { beforeEach, expect, test, vi } from "vitest";
import type { PartFile } from "../worker/shapes.ts";
import { FOLDER, sweep } from "./privateFiles.ts";
import { forgetOpened } from "./store.ts";
import { WaitingParts } from "./waitingParts.ts";

const files = new Set<string>();
let holders = 0;

beforeEach(async () => {
  await forgetOpened();
  files.clear();
  into.length = 0;
  holders = 0;
  const folder = { removeEntry: (name: string) => Promise.resolve(void files.delete(name)) };
  const root = {
    getDirectoryHandle: () => Promise.resolve(folder),
    removeEntry: () => {
      files.clear();
      return Promise.resolve();
    },
  };
  const request = async (_name: string, options: LockOptions, act: (lock: object | null) => Promise<unknown>) => {
    if (options.mode !== "shared") return act(holders === 0 ? {} : null);
    holders += 1;
    await act({});
    holders -= 1;
    return undefined;
  };
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.resolve(root) }, locks: { request } });
});

/** As the worker does it: into which file it put the part. */
const into: string[] = [];
const sealing = (file: PartFile | null) => {
  expect(file?.folder).toBe(FOLDER);
  files.add(file?.name ?? "");
  into.push(file?.name ?? "");
  return Promise.resolve({ sealed: new Blob(), digest: "d" });
};

test("no part is written over one that waits, and each over one that has arrived, whatever is swept meanwhile", async () => {
  const parts = new WaitingParts();
  for (const part of [0, 1, 2]) await parts.add(part, sealing);
  await sweep();
  expect([files.size, new Set(into).size]).toEqual([3, 3]);

  parts.arrived(1);
  await parts.add(3, sealing);
  expect(into[3]).toBe(into[1]);
  await parts.add(4, sealing);
  expect(into.slice(0, 4)).not.toContain(into[4]);

  parts.arrived(0);
  parts.drop();
  await forgetOpened();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("the next upload writes over the files of the one before, of which few are kept, and with the lock all go", async () => {
  const before = new WaitingParts();
  for (const part of [0, 1, 2, 3, 4]) await before.add(part, sealing);
  before.drop();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([4, 1]));
  await sweep();

  const after = new WaitingParts();
  for (const part of [0, 1, 2, 3, 4]) await after.add(part, sealing);
  expect(into.slice(0, 5)).toEqual(expect.arrayContaining(into.slice(5, 9)));
  expect(new Set(into.slice(5)).size).toBe(5);
  expect(into.slice(0, 5)).not.toContain(into[9]);

  await forgetOpened();
  expect(files.size).toBe(5);
  after.drop();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("an upload that outlasts the lock keeps nothing for the next", async () => {
  const parts = new WaitingParts();
  await parts.add(0, sealing);
  await forgetOpened();
  expect([files.size, holders]).toEqual([1, 1]);

  parts.drop();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("the lock may come while files are given back", async () => {
  const parts = new WaitingParts();
  await parts.add(0, sealing);
  parts.drop();
  await forgetOpened();

  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("what is given up is kept only to be written over, also a part that is sealed only then", async () => {
  const parts = new WaitingParts();
  await parts.add(0, sealing);
  let end: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (end = resolve));
  const late = parts.add(1, async (file) => {
    await gate;
    return sealing(file);
  });

  parts.drop();
  await sweep();
  expect([files.size, holders]).toEqual([1, 1]);
  end?.();
  await late;
  await vi.waitFor(() => expect([files.size, holders]).toEqual([2, 1]));

  await parts.add(2, sealing);
  expect(into.slice(0, 2)).toContain(into[2]);
  await forgetOpened();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("a part that could not be sealed leaves its file to the next", async () => {
  const parts = new WaitingParts();
  const names: (string | undefined)[] = [];
  const refused = parts.add(0, (file) => {
    names.push(file?.name);
    return Promise.reject(new Error("refused"));
  });
  await expect(refused).rejects.toThrow("refused");

  await parts.add(0, sealing);

  expect(into).toEqual(names);
  parts.drop();
  await forgetOpened();
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("without private files a part is sealed into memory", async () => {
  vi.stubGlobal("navigator", {});
  const places: (PartFile | null)[] = [];
  const parts = new WaitingParts();

  await parts.add(0, (file) => {
    places.push(file);
    return Promise.resolve({ sealed: new Blob(), digest: "d" });
  });
  parts.arrived(0);
  parts.drop();

  expect(places).toEqual([null]);
});
