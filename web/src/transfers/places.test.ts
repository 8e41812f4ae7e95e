// Places for what a tab sends at once: as many as there are, in order, and none lost to what was cancelled.
import { expect, test, vi } from "vitest";
import { Places } from "./places.ts";

/** What has a place, each until it is ended or its signal does. */
function traffic(places: Places) {
  const inside = new Map<string, () => void>();
  const ended: string[] = [];
  const start = (name: string, signal = new AbortController().signal): Promise<void> =>
    places
      .during(signal, () => new Promise<void>((resolve) => inside.set(name, resolve)))
      .then(
        () => void ended.push(name),
        () => void ended.push(`${name} cancelled`),
      );
  const end = async (name: string): Promise<void> => {
    inside.get(name)?.();
    await vi.waitFor(() => expect(ended).toContain(name));
  };
  return { inside, ended, start, end };
}

test("whoever comes late waits for the first place that is free", async () => {
  const { inside, start, end } = traffic(new Places(2));
  for (const name of ["a", "b", "c", "d"]) void start(name);
  expect([...inside.keys()]).toEqual(["a", "b"]);

  await end("b");
  expect([...inside.keys()]).toEqual(["a", "b", "c"]);
  await end("a");
  expect([...inside.keys()]).toEqual(["a", "b", "c", "d"]);
});

test("what is cancelled while it waits never begins, and takes nobody's place", async () => {
  const { inside, ended, start, end } = traffic(new Places(1));
  const cancelled = new AbortController();
  void start("a");
  const waiting = start("b", cancelled.signal);
  void start("c");

  cancelled.abort();
  await waiting;
  expect(ended).toEqual(["b cancelled"]);
  await end("a");
  await vi.waitFor(() => expect([...inside.keys()]).toEqual(["a", "c"]));
  await end("c");
  void start("d");
  expect([...inside.keys()]).toEqual(["a", "c", "d"]);
});

test("what is cancelled just as its turn comes leaves the place to the next", async () => {
  const { inside, ended, start, end } = traffic(new Places(1));
  const cancelled = new AbortController();
  void start("a");
  const late = start("b", cancelled.signal);
  inside.get("a")?.();
  void start("c");
  await Promise.resolve().then(() => cancelled.abort());
  await late;
  await vi.waitFor(() => expect([...inside.keys()]).toContain("c"));

  await end("c");
  expect(ended).toEqual(["a", "b cancelled", "c"]);
});
