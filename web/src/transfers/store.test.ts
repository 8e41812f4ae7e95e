// Where opened files lie: in memory, or in the browser's private files, which never outlast their use.
import { beforeEach, expect, test, vi } from "vitest";
import { forgetOpened, forgottenAtLock, storeFor } from "./store.ts";

const LARGE = 33 * 1_048_576;
const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

/** As much of the browser's private files and locks as is used. */
const files = new Map<string, string>();
let hasFolder = false;
let holders = 0;
let fails: string | null = null;

beforeEach(async () => {
  await forgetOpened();
  files.clear();
  [hasFolder, holders, fails] = [false, 0, null];
  const folder = {
    getFileHandle: (name: string) => {
      if (fails !== null) return Promise.reject(new DOMException("no", fails));
      let text = "";
      files.set(name, text);
      return Promise.resolve({
        createWritable: () =>
          Promise.resolve({
            write: (plain: ArrayBuffer) => {
              text += new TextDecoder().decode(plain);
              files.set(name, text);
              return Promise.resolve();
            },
            close: () => Promise.resolve(),
            abort: () => Promise.reject(new TypeError("closed")),
          }),
        getFile: () => Promise.resolve(new Blob([text])),
      });
    },
    removeEntry: (name: string) => Promise.resolve(void files.delete(name)),
  };
  const root = {
    getDirectoryHandle: () => {
      hasFolder = true;
      return Promise.resolve(folder);
    },
    removeEntry: () => {
      if (!hasFolder) return Promise.reject(new DOMException("none", "NotFoundError"));
      hasFolder = false;
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

test("a small file never touches the disk", async () => {
  const store = await storeFor(10, "save");
  await store.append(bytes("ab"));
  await store.append(bytes("cd"));

  expect(await (await store.take()).text()).toBe("abcd");
  expect(hasFolder).toBe(false);
});

test("a large file lies on the disk until it was used", async () => {
  const store = await storeFor(LARGE, "look");
  await store.append(bytes("ab"));
  await store.append(bytes("cd"));
  expect(await (await store.take()).text()).toBe("abcd");
  expect([...files.values()]).toEqual(["abcd"]);

  await store.drop();
  await store.drop();

  expect(files.size).toBe(0);
  await vi.waitFor(() => expect(holders).toBe(0));
});

test("with the lock everything that was opened goes, also what is not finished", async () => {
  const [half, whole] = [await storeFor(LARGE, "look"), await storeFor(LARGE, "look")];
  await half.append(bytes("half"));
  await whole.append(bytes("whole"));
  await whole.take();
  const revoke = vi.fn(() => Promise.resolve());
  const earlier = forgottenAtLock(revoke);

  await forgetOpened();
  await earlier();

  expect(files.size).toBe(0);
  expect(revoke).toHaveBeenCalledOnce();
});

test("what a tab that died has left is swept, but not while another tab uses its files", async () => {
  const store = await storeFor(LARGE, "look");
  await store.drop();
  await vi.waitFor(() => expect(holders).toBe(0));
  files.set("left", "behind");
  holders = 1;
  await forgetOpened();
  expect(files.size).toBe(1);

  holders = 0;
  await forgetOpened();

  expect(files.size).toBe(0);
});

test("a browser without private files uses memory, and one without room says so", async () => {
  fails = "SecurityError";
  const store = await storeFor(LARGE, "look");
  await store.append(bytes("ab"));
  expect(await (await store.take()).text()).toBe("ab");

  fails = "QuotaExceededError";
  await expect(storeFor(LARGE, "look")).rejects.toThrow("no");

  await vi.waitFor(() => expect(holders).toBe(0));
});
