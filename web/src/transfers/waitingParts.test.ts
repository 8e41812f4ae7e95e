// Sealed parts among the private files: each stays until it has arrived, all go at the end, none is swept before.
import { beforeEach, expect, test, vi } from "vitest";
import type { PartFile } from "../worker/shapes.ts";
import { FOLDER, sweep } from "./privateFiles.ts";
import { WaitingParts } from "./waitingParts.ts";

const files = new Set<string>();
let holders = 0;

beforeEach(() => {
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
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("what is given up goes, also a part that is sealed only then", async () => {
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
  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));

  await parts.add(2, sealing);
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
