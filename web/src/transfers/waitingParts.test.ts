// Sealed parts among the private files: each goes when it has arrived, all go when they are given up, none is swept before.
import { beforeEach, expect, test, vi } from "vitest";
import { FOLDER, sweep } from "./privateFiles.ts";
import { WaitingParts } from "./waitingParts.ts";

const files = new Set<string>();
let holders = 0;

beforeEach(() => {
  files.clear();
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

/** As the worker does it. */
const sealing = (name: string) => (folder: string | null) => {
  expect(folder).toBe(FOLDER);
  files.add(name);
  return Promise.resolve({ sealed: new File([name], name), digest: "d" });
};

test("a part lies there until it has arrived, whatever is swept meanwhile", async () => {
  const parts = new WaitingParts();
  await parts.add(0, sealing("a"));
  await parts.add(1, sealing("b"));
  await sweep();
  expect([...files]).toEqual(["a", "b"]);

  parts.arrived(0);
  await vi.waitFor(() => expect([...files]).toEqual(["b"]));
  parts.arrived(1);

  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("what is given up goes, also a part that is sealed only then", async () => {
  const parts = new WaitingParts();
  await parts.add(0, sealing("a"));

  parts.drop();
  await parts.add(1, sealing("b"));

  await vi.waitFor(() => expect([files.size, holders]).toEqual([0, 0]));
});

test("a part that could not be sealed holds nothing", async () => {
  const refused = new WaitingParts().add(0, () => Promise.reject(new Error("refused")));

  await expect(refused).rejects.toThrow("refused");
  await vi.waitFor(() => expect(holders).toBe(0));
});

test("without private files a part is sealed into memory", async () => {
  vi.stubGlobal("navigator", {});
  const folders: (string | null)[] = [];
  const parts = new WaitingParts();

  await parts.add(0, (folder) => {
    folders.push(folder);
    return Promise.resolve({ sealed: new Blob(), digest: "d" });
  });
  parts.drop();

  expect(folders).toEqual([null]);
});
