// Files on their way up: each part sealed once whatever the line does, and nothing left behind when it is given up.
import { crc32 } from "node:zlib";
import { beforeEach, expect, test, vi } from "vitest";
import { cancelUploads } from "./unclaimed.ts";
import { Upload } from "./upload.ts";
import type { FileSealer, UploadState } from "./upload.ts";

// The way to the server asks the page where it is as soon as it is loaded.
vi.hoisted(() => vi.stubGlobal("location", { origin: "https://waxpost.test" }));

type Answer = (call: Call) => Response | Promise<Response>;
interface Call {
  readonly method: string;
  readonly path: string;
  readonly digest: string | null;
  readonly body: Uint8Array | null;
}

const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ code, detail: `About ${code}.` }, { status, headers });
const done = (): Response => new Response(null, { status: 204 });
const lost = (): never => {
  throw new TypeError("no line");
};

const PART_SIZE = 128 * 65_536;

/** A server that keeps what it was given, and answers as the test wants. */
const calls: Call[] = [];
let answers: Answer[] = [];
const held = new Map<string, Uint8Array>();

function usual({ method, path, body }: Call): Response {
  if (method === "PUT" && body !== null) held.set(path, body);
  if (method === "DELETE") held.clear();
  return method === "POST" ? Response.json({}, { status: 201 }) : done();
}

async function answer(call: Call): Promise<Response> {
  calls.push(call);
  return (answers.shift() ?? usual)(call);
}

/** As much of XMLHttpRequest as a part needs. */
class Line {
  upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  onloadend: (() => void) | null = null;
  status = 0;
  response: Blob | null = null;
  #call = { method: "", path: "" };
  #headers = new Headers();
  #aborted = false;
  open(method: string, url: string): void {
    this.#call = { method, path: new URL(url).pathname };
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }
  getResponseHeader(): null {
    return null;
  }
  abort(): void {
    this.#aborted = true;
    this.onabort?.();
    this.onloadend?.();
  }
  async send(body: Blob): Promise<void> {
    this.upload.onprogress?.({ loaded: body.size });
    const sent = new Uint8Array(await body.arrayBuffer());
    try {
      const response = await answer({ ...this.#call, digest: this.#headers.get("Content-Digest"), body: sent });
      if (this.#aborted) return;
      this.status = response.status;
      this.response = await response.blob();
      this.onload?.();
    } catch {
      if (!this.#aborted) this.onerror?.();
    }
    if (!this.#aborted) this.onloadend?.();
  }
}

beforeEach(async () => {
  await cancelUploads();
  calls.length = 0;
  answers = [];
  held.clear();
  vi.stubGlobal("XMLHttpRequest", Line);
  vi.stubGlobal("fetch", (request: Request) =>
    answer({ method: request.method, path: new URL(request.url).pathname, digest: null, body: null }),
  );
});

/** What it makes of a part tells the number of the part. */
class Sealer implements FileSealer {
  readonly sealed: number[] = [];
  dropped = 0;
  onSeal: (part: number) => void = () => undefined;
  readonly #parts: number;
  constructor(size: number) {
    this.#parts = Math.max(1, Math.ceil(size / PART_SIZE));
  }
  begin = () => Promise.resolve({ blob: "BLOB", csize: 1, hlen: 32, parts: this.#parts, partSize: PART_SIZE });
  areAllThere = false;
  seal = async (part: number, plain: Blob) => {
    this.sealed.push(part);
    this.onSeal(part);
    const sealed = new Uint8Array(await plain.arrayBuffer()).fill(part + 1);
    return { sealed: new Blob([sealed]), digest: `digest-${part}` };
  };
  allArrived = () => (this.areAllThere = true);
  drop = () => {
    this.dropped += 1;
  };
}

interface Under {
  readonly upload: Upload;
  readonly sealer: Sealer;
  readonly states: UploadState[];
}

function under(size: number, file = fileOf(size)): Under {
  const states: UploadState[] = [];
  const sealer = new Sealer(file.size);
  const upload = new Upload(
    file,
    sealer,
    (state) => states.push(state),
    (signal) => (signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve()),
  );
  return { upload, sealer, states };
}

const fileOf = (size: number): File => new File([new Uint8Array(size).fill(7)], "plan.pdf");
const sumOf = (bytes: Uint8Array | null | undefined): number => crc32(bytes ?? new Uint8Array());
const phases = (states: readonly UploadState[]): string[] =>
  states.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
const asked = (): string[] => calls.map(({ method, path }) => `${method} ${path.replace("/v1/blobs", "")}`);
const THREE = 2 * PART_SIZE + 5;

test("a file goes up part by part, in order, with its digests, and is finished", async () => {
  const { upload, sealer, states } = under(THREE);

  await upload.run();

  expect(phases(states)).toEqual(["encrypting", "uploading", "ready"]);
  expect(sealer.sealed).toEqual([0, 1, 2]);
  expect(asked()).toEqual([
    "POST ",
    "PUT /BLOB/parts/0",
    "PUT /BLOB/parts/1",
    "PUT /BLOB/parts/2",
    "POST /BLOB/finish",
  ]);
  expect(calls.filter(({ method }) => method === "PUT").map(({ digest }) => digest)).toEqual([
    "sha-256=:digest-0:",
    "sha-256=:digest-1:",
    "sha-256=:digest-2:",
  ]);
  expect([...held.values()].map((part) => part.length)).toEqual([PART_SIZE, PART_SIZE, 5]);
  expect(sealer.areAllThere).toBe(true);
});

test("while three parts travel the next one is sealed, and no other", async () => {
  const { upload, sealer } = under(THREE + 3 * PART_SIZE);
  let travelling = 0;
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const patient: Answer = async (call) => {
    travelling += 1;
    await gate;
    return usual(call);
  };
  answers = [usual, patient, patient, patient, patient, patient, patient];
  const running = upload.run();
  await vi.waitFor(() => expect(sealer.sealed).toEqual([0, 1, 2, 3]));
  // Whatever else would begin by itself has begun when the queue of the page was empty.
  await new Promise((resolve) => setTimeout(resolve));

  expect(travelling).toBe(3);
  expect(sealer.sealed).toEqual([0, 1, 2, 3]);
  open?.();
  await running;
  expect(sealer.sealed).toEqual([0, 1, 2, 3, 4, 5]);
});

test("of two parts that travel, the one behind may arrive first, and neither is sent or sealed twice", async () => {
  const { upload, sealer, states } = under(THREE);
  answers = [usual, (call) => (call.path.endsWith("/0") ? problem(503, "storage-unavailable") : usual(call))];

  await upload.run();
  expect(states.at(-1)).toMatchObject({ phase: "failed", again: true });
  expect([...held.keys()]).toContain("/v1/blobs/BLOB/parts/1");
  expect([...held.keys()]).not.toContain("/v1/blobs/BLOB/parts/0");
  await upload.run();

  expect(states.at(-1)).toEqual({ phase: "ready" });
  expect(sealer.sealed).toEqual([0, 1, 2]);
  expect(asked().filter((call) => call === "PUT /BLOB/parts/1")).toHaveLength(1);
});

test.each([0, 1, 2])("a line cut at part %i pauses, and the very same bytes go again, sealed once", async (part) => {
  const { upload, sealer, states } = under(THREE);
  const sent: number[] = [];
  const cut: Answer = ({ body }) => {
    sent.push(sumOf(body));
    return lost();
  };
  const cutsTwice: Answer = (call) => (call.path.endsWith(`/${part}`) && sent.length < 2 ? cut(call) : usual(call));
  answers = Array.from({ length: 12 }, () => cutsTwice);

  await upload.run();

  expect(states.filter(({ phase }) => phase === "paused")).toHaveLength(2);
  expect(states.at(-1)).toEqual({ phase: "ready" });
  expect(sealer.sealed).toEqual([0, 1, 2]);
  const arrived = sumOf(held.get(`/v1/blobs/BLOB/parts/${part}`));
  expect(sent).toEqual([arrived, arrived]);
});

test("a server that is just starting again behind its proxy is a lost line, no refusal", async () => {
  const { upload, states } = under(5);
  answers = [usual, () => new Response("<h1>Bad Gateway</h1>", { status: 502 })];

  await upload.run();

  expect(phases(states)).toEqual(["encrypting", "uploading", "paused", "uploading", "ready"]);
});

test.each([
  ["storage-unavailable", 503],
  ["part-digest", 422],
  ["part-too-slow", 408],
  ["too-many-requests", 429],
])("%s is said, and trying again goes on with what was sealed", async (code, status) => {
  const { upload, sealer, states } = under(THREE);
  answers = [usual, usual, () => problem(status, code)];

  await upload.run();

  expect(states.at(-1)).toMatchObject({ phase: "failed", again: true });
  await upload.run();
  expect(states.at(-1)).toEqual({ phase: "ready" });
  expect(sealer.sealed).toEqual([0, 1, 2]);
  expect(asked().filter((call) => call === "PUT /BLOB/parts/0")).toHaveLength(1);
});

test("a refusal at the very beginning is tried again with the same id", async () => {
  const { upload, states } = under(5);
  answers = [() => problem(503, "storage-unavailable")];

  await upload.run();
  await upload.run();

  expect(states.at(-1)).toEqual({ phase: "ready" });
  expect(asked()).toEqual(["POST ", "POST ", "PUT /BLOB/parts/0", "POST /BLOB/finish"]);
});

test.each([
  [413, "file-too-large", "About file-too-large."],
  [409, "part-differs", "About part-differs."],
  [404, "blob-not-found", "The server has forgotten what was uploaded so far. Add the file again."],
])("%i %s is said, and cannot be tried again", async (status, code, sentence) => {
  const { upload, states } = under(5);
  answers = [usual, () => problem(status, code)];

  await upload.run();

  expect(states.at(-1)).toEqual({ phase: "failed", problem: sentence, again: false });
});

test.each([0, 1])("a file that is found changed at part %i is said to be", async (at) => {
  const { upload, sealer, states } = under(THREE);
  sealer.onSeal = (part) => {
    if (part === at) throw Object.assign(new Error("changed"), { code: "file-changed" });
  };

  await upload.run();

  const sentence = "plan.pdf was changed or removed while it was read. Add it again.";
  expect(states.at(-1)).toEqual({ phase: "failed", problem: sentence, again: false });
  expect(sealer.sealed).toEqual([0, 1].slice(0, at + 1));
  expect(asked()).not.toContain("POST /BLOB/finish");
});

test("how much has left is told now and then, at most five times a second", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { upload, states } = under(THREE);
  const slow: Answer = (call) => {
    vi.advanceTimersByTime(150);
    return usual(call);
  };
  answers = [usual, slow, slow, slow];

  await upload.run();

  vi.useRealTimers();
  expect(states.filter(({ phase }) => phase === "uploading")).toHaveLength(2);
  expect(states.at(-1)).toEqual({ phase: "ready" });
});

test("what the sealer refuses is said in a sentence for people", async () => {
  const { upload, sealer, states } = under(5);
  sealer.seal = () => Promise.reject(new Error("form: no such file"));

  await upload.run();

  const sentence = "This file could not be locked. Add it again.";
  expect(states.at(-1)).toEqual({ phase: "failed", problem: sentence, again: false });
});

test("cancelled while it waits, it asks the server and the sealer for nothing", async () => {
  const { upload, states, sealer } = under(5);
  const begin = vi.spyOn(sealer, "begin");

  await upload.cancel();
  await upload.run();

  expect(calls).toEqual([]);
  expect(begin).not.toHaveBeenCalled();
  expect(states).toEqual([]);
});

/** Cancel while the server is busy with call number `at`, which it carries out nevertheless. */
async function cancelAt(at: number): Promise<Under> {
  const one = under(THREE);
  let cancelled = Promise.resolve();
  answers = [
    ...Array.from({ length: at }, () => usual),
    (call) => {
      cancelled = one.upload.cancel();
      return usual(call);
    },
  ];
  await one.upload.run();
  await cancelled;
  return one;
}

test.each([
  [0, "it is announced"],
  [1, "the first part travels"],
  [2, "a later part travels"],
  [3, "the last part travels"],
  [4, "it is finished"],
])("cancelled during call %i, while %s, it is deleted last of all, and says nothing more", async (at) => {
  const { states, sealer } = await cancelAt(at);

  expect(asked().at(-1)).toBe("DELETE /BLOB");
  expect(asked().filter((call) => call.startsWith("DELETE"))).toHaveLength(1);
  expect(calls).toHaveLength(at + 2);
  expect(held.size).toBe(0);
  expect(sealer.dropped).toBe(1);
  expect(phases(states)).not.toContain("ready");
  expect(phases(states)).not.toContain("failed");
});

test("cancelled while it seals, it is deleted", async () => {
  const { upload, sealer } = under(THREE);
  let cancelled = Promise.resolve();
  sealer.onSeal = (part) => {
    if (part === 1) cancelled = upload.cancel();
  };

  await upload.run();
  await cancelled;

  expect(asked().at(-1)).toBe("DELETE /BLOB");
  expect(sealer.sealed).toEqual([0, 1]);
});

test.each(["ready", "failed"])("given up when it is %s, it is deleted", async (phase) => {
  const { upload, states } = under(5);
  if (phase === "failed") answers = [usual, () => problem(503, "storage-unavailable")];
  await upload.run();
  expect(states.at(-1)?.phase).toBe(phase);

  await upload.cancel();

  expect(asked().at(-1)).toBe("DELETE /BLOB");
});

test("all are given up together, but those that a message has taken", async () => {
  const [kept, lostOne] = [under(5), under(5)];
  await kept.upload.run();
  await lostOne.upload.run();
  kept.upload.claimed();
  calls.length = 0;

  await cancelUploads();
  await lostOne.upload.cancel();

  expect(asked()).toEqual(["DELETE /BLOB"]);
});
