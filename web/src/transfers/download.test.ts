// Files on their way down: nothing leaves but the whole file as it was sealed.
import { beforeEach, expect, test, vi } from "vitest";
import { download } from "./download.ts";
import type { DownloadState, FileOpener } from "./download.ts";
import type { Store } from "./store.ts";

vi.hoisted(() => vi.stubGlobal("location", { origin: "https://waxpost.test" }));

const PART_SIZE = 128 * 65_536;
const THREE = 2 * PART_SIZE + 5;
/** What the server has for each part: here one byte, its number. */
let parts: number[] = [];
let asked: { readonly part: number; readonly isEnded: boolean }[] = [];
let answers: ((part: number) => Response | Promise<Response>)[] = [];

beforeEach(() => {
  parts = [0, 1, 2];
  asked = [];
  answers = [];
  vi.stubGlobal("XMLHttpRequest", Line);
});

/** As much of XMLHttpRequest as a part needs. */
class Line {
  onprogress: ((event: { loaded: number }) => void) | null = null;
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onloadend: (() => void) | null = null;
  status = 0;
  response: Blob | null = null;
  readonly #call = { part: -1, isEnded: false };
  open(_method: string, url: string): void {
    this.#call.part = Number(url.split("/").at(-1));
  }
  setRequestHeader(): void {}
  getResponseHeader(): null {
    return null;
  }
  abort(): void {
    this.#call.isEnded = true;
    this.onabort?.();
    this.onloadend?.();
  }
  async send(): Promise<void> {
    asked.push(this.#call);
    try {
      const answer = await (answers.shift() ?? usual)(this.#call.part);
      this.response = await answer.blob();
      if (this.#call.isEnded) return;
      this.status = answer.status;
      this.onprogress?.({ loaded: this.response.size });
      this.onload?.();
    } catch {
      if (!this.#call.isEnded) this.onerror?.();
    }
    if (!this.#call.isEnded) this.onloadend?.();
  }
}

function usual(part: number): Response {
  const found = parts[part];
  return found === undefined
    ? Response.json({ code: "blob-not-found", detail: "There is no such file." }, { status: 404 })
    : new Response(new Uint8Array([found]));
}

/** Like the real one: refuses what is not the very part that was sealed. */
const opener: FileOpener = {
  blob: "BLOB",
  size: THREE,
  parts: 3,
  partSize: PART_SIZE,
  open: (part, sealed) =>
    sealed.length === 1 && sealed[0] === part
      ? Promise.resolve(new Uint8Array([part + 65]).buffer)
      : Promise.reject(new Error("attachment")),
};

function storing() {
  const kept = { text: "", taken: 0, dropped: 0 };
  const store: Store = {
    append: (plain) => {
      kept.text += new TextDecoder().decode(plain);
      return Promise.resolve();
    },
    take: () => {
      kept.taken += 1;
      return Promise.resolve(new Blob([kept.text]));
    },
    drop: () => {
      kept.dropped += 1;
      return Promise.resolve();
    },
  };
  return { kept, store };
}

function around(signal = new AbortController().signal) {
  const states: DownloadState[] = [];
  const online = (ends: AbortSignal) => (ends.aborted ? Promise.reject(ends.reason as Error) : Promise.resolve());
  return { states, signal, online, report: (state: DownloadState) => void states.push(state) };
}

test("the parts are opened in order, and the whole is handed out at the end", async () => {
  const { kept, store } = storing();

  const whole = await download(opener, store, around());

  expect(await whole.text()).toBe("ABC");
  expect(kept).toMatchObject({ taken: 1, dropped: 0 });
});

test.each([
  ["an altered", () => void (parts = [0, 9, 2])],
  ["a missing", () => void (parts = [0, 1])],
  ["an exchanged", () => void (parts = [0, 2, 1])],
  ["a cut", () => void (answers = [() => new Response(new Uint8Array([0])), () => new Response(new Uint8Array())])],
  ["a longer", () => void (answers = [() => new Response(new Uint8Array([0, 0]))])],
])("after %s part nothing is handed out, and what was stored is dropped", async (_which, spoil) => {
  const { kept, store } = storing();
  spoil();

  await expect(download(opener, store, around())).rejects.toThrow();

  expect(kept).toMatchObject({ taken: 0, dropped: 1 });
});

test("a refused part ends the fetching of the next", async () => {
  parts = [9, 1, 2];

  await expect(download(opener, storing().store, around())).rejects.toThrow("attachment");

  expect(asked.map(({ part, isEnded }) => [part, isEnded])).toEqual([
    [0, false],
    [1, true],
  ]);
});

test.each([0, 1, 2])("a line cut at part %i pauses, and that part is fetched again", async (part) => {
  const { states, ...surroundings } = around();
  const cut = () => Promise.reject(new TypeError("network error"));
  const half = () =>
    new Response(
      new ReadableStream({
        start: (body) => {
          body.enqueue(new Uint8Array([part]));
          body.error(new TypeError("network error"));
        },
      }),
    );
  answers = [...Array.from({ length: part }, (_, n) => () => new Response(new Uint8Array([n]))), cut, half];

  const whole = await download(opener, storing().store, surroundings);

  expect(await whole.text()).toBe("ABC");
  expect(states.filter(({ phase }) => phase === "paused")).toHaveLength(2);
  expect(asked.filter((one) => one.part === part)).toHaveLength(3);
});

test("cancelled, it drops what it has and hands out nothing", async () => {
  const { kept, store } = storing();
  const ends = new AbortController();
  const stopping: FileOpener = {
    ...opener,
    open: (part, sealed) => {
      if (part === 1) ends.abort(new DOMException("cancelled", "AbortError"));
      return opener.open(part, sealed);
    },
  };

  await expect(download(stopping, store, around(ends.signal))).rejects.toThrow("cancelled");

  expect(kept).toMatchObject({ taken: 0, dropped: 1 });
  expect(asked.at(-1)?.isEnded).toBe(true);
});

test("a computer without room is told, and keeps nothing", async () => {
  const { kept, store } = storing();
  const full = { ...store, append: () => Promise.reject(new DOMException("full", "QuotaExceededError")) };

  await expect(download(opener, full, around())).rejects.toThrow("full");

  expect(kept.dropped).toBe(1);
});
