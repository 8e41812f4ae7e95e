import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Delivery, Pages } from "./boxes.ts";

vi.stubGlobal("location", { origin: "http://127.0.0.1" });
const { UNREAD_KEY, applyEvent, boxKey, listed, markRows, removeRows } = await import("./boxes.ts");

function delivery(mid: string, minute: number, more: Partial<Delivery> = {}): Delivery {
  return {
    ...{ mid, box: "inbox", from: "bob@example.org", thread: mid, exp: null, groups: [], recipient_count: 1 },
    ...{ recipients: [], wrap: "", content: "", blobs: [], read_at: null, read_count: null },
    arrived_at: `2026-11-20T14:${String(minute).padStart(2, "0")}:00Z`,
    ...more,
  };
}

function clientWith(...items: Delivery[]): QueryClient {
  const client = new QueryClient();
  for (const onlyUnread of [false, true])
    client.setQueryData<Pages>(boxKey("inbox", onlyUnread), {
      pages: [{ items, cursor: null, unread: 0, number: 1 }],
      pageParams: [null],
    });
  client.setQueryData(UNREAD_KEY, 0);
  return client;
}

const mids = (client: QueryClient, onlyUnread = false) =>
  client.getQueryData<Pages>(boxKey("inbox", onlyUnread))?.pages.flatMap(({ items }) => items.map(({ mid }) => mid));

const answering = (status: number, body: object) =>
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(body, { status })));

/** Answers that come when the test lets them, in whatever order. */
function answeringLate() {
  const waiting: ((answer: Response) => void)[] = [];
  const answer = (at: number, body: object) => waiting[at]?.(Response.json(body));
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => waiting.push(resolve)));
  return { waiting, answer };
}

afterEach(() => vi.unstubAllGlobals());

describe("an event", () => {
  it("puts a new message where its time belongs", async () => {
    const client = clientWith(delivery("newer", 30), delivery("older", 10));
    answering(200, delivery("between", 20));
    await applyEvent(client, { number: 2, kind: "message", id: "between" });
    expect(mids(client)).toEqual(["newer", "between", "older"]);
    expect(mids(client, true)).toEqual(["newer", "between", "older"]);
  });

  it("replaces a row that is there, and counts again", async () => {
    const client = clientWith(delivery("one", 10));
    answering(200, delivery("one", 10, { read_at: "2026-11-20T15:00:00Z" }));
    await applyEvent(client, { number: 2, kind: "marked", id: "one" });
    expect(listed(client, "one")?.read_at).toBe("2026-11-20T15:00:00Z");
    expect(client.getQueryState(UNREAD_KEY)?.isInvalidated).toBe(true);
  });

  it("takes a row away that is gone by the time it is asked for", async () => {
    const client = clientWith(delivery("one", 10));
    answering(404, { code: "message-not-found" });
    await applyEvent(client, { number: 2, kind: "message", id: "one" });
    expect(mids(client)).toEqual([]);
  });

  it.each(["the event", "a press"])("of before brings nothing back that was deleted by %s meanwhile", async (how) => {
    const client = clientWith(delivery("one", 10));
    const { waiting, answer } = answeringLate();
    const marking = applyEvent(client, { number: 2, kind: "marked", id: "one" });
    await vi.waitFor(() => expect(waiting).toHaveLength(1));

    if (how === "a press") removeRows(client, ["one"]);
    else await applyEvent(client, { number: 3, kind: "deleted", id: "one" });
    answer(0, delivery("one", 10, { read_at: "2026-11-20T15:00:00Z" }));
    await marking;

    expect(mids(client)).toEqual([]);
  });

  it("whose answer comes late does not undo what a later one has told", async () => {
    const client = clientWith(delivery("one", 10));
    const { waiting, answer } = answeringLate();
    const first = applyEvent(client, { number: 2, kind: "marked", id: "one" });
    const second = applyEvent(client, { number: 3, kind: "marked", id: "one" });
    await vi.waitFor(() => expect(waiting).toHaveLength(2));

    answer(1, delivery("one", 10, { read_at: "2026-11-20T15:00:00Z" }));
    await second;
    answer(0, delivery("one", 10));
    await first;

    expect(listed(client, "one")?.read_at).toBe("2026-11-20T15:00:00Z");
  });

  it("leaves the list of unread messages alone when a read one comes in", async () => {
    const client = clientWith();
    answering(200, delivery("read", 10, { read_at: "2026-11-20T15:00:00Z" }));
    await applyEvent(client, { number: 2, kind: "message", id: "read" });
    expect(mids(client)).toEqual(["read"]);
    expect(mids(client, true)).toEqual([]);
  });
});

it("rows are marked and removed at once", () => {
  const client = clientWith(delivery("one", 20), delivery("two", 10));
  markRows(client, ["one"], "2026-11-20T15:00:00Z");
  expect(listed(client, "one")?.read_at).not.toBeNull();
  removeRows(client, ["one"]);
  expect(mids(client)).toEqual(["two"]);
});
