import { describe, expect, it } from "vitest";
import { readEvent } from "./events.ts";
import type { LiveSignal } from "./events.ts";
import { gathered } from "./gathered.ts";
import { Place } from "./place.ts";
import { listen } from "./stream.ts";
import type { LiveSurroundings } from "./stream.ts";

/** A browser with some tabs: one lock, one channel, and streams that the test feeds. */
class Browser {
  streams: FakeStream[] = [];
  #tabs: ((message: { data: unknown }) => void)[] = [];
  #queue: (() => Promise<void>)[] = [];
  #isLed = false;
  waiting: (() => void)[] = [];

  surroundings(): LiveSurroundings {
    const channel = {
      onmessage: null as ((message: { data: unknown }) => void) | null,
      postMessage: (data: unknown) => {
        for (const tab of this.#tabs) if (tab !== own) tab({ data });
      },
      close: () => {
        this.#tabs = this.#tabs.filter((tab) => tab !== own);
      },
    };
    const own = (message: { data: unknown }) => channel.onmessage?.(message);
    this.#tabs.push(own);
    return {
      open: (url) => {
        const stream = new FakeStream(url);
        this.streams.push(stream);
        return stream as unknown as EventSource;
      },
      channel: () => channel as unknown as BroadcastChannel,
      lead: async (_name, signal, whileLeading) => {
        this.#queue.push(async () => {
          if (!signal.aborted) await whileLeading();
        });
        await this.#passOn();
      },
      later: (_milliseconds, run) => {
        this.waiting.push(run);
        return () => undefined;
      },
    };
  }

  async #passOn(): Promise<void> {
    while (!this.#isLed && this.#queue.length > 0) {
      this.#isLed = true;
      await this.#queue.shift()?.();
      this.#isLed = false;
    }
  }
}

class FakeStream {
  readyState: number = EventSource.OPEN;
  onerror: (() => void) | null = null;
  #listeners = new Map<string, (message: { data: string; lastEventId: string }) => void>();
  constructor(readonly url: string) {}
  addEventListener(kind: string, listener: (message: { data: string; lastEventId: string }) => void): void {
    this.#listeners.set(kind, listener);
  }
  close(): void {
    this.readyState = EventSource.CLOSED;
  }
  send(kind: string, number: number, data: object): void {
    this.#listeners.get(kind)?.({ data: JSON.stringify(data), lastEventId: String(number) });
  }
}

globalThis.EventSource = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as unknown as typeof EventSource;

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("one stream for all tabs", () => {
  it("opens one stream for eight tabs and tells each of them", async () => {
    const browser = new Browser();
    const heard: LiveSignal[][] = [];
    for (let tab = 0; tab < 8; tab++) {
      const signals: LiveSignal[] = [];
      heard.push(signals);
      listen(
        "alice",
        () => 4,
        (signal) => signals.push(signal),
        browser.surroundings(),
      );
    }
    await soon();
    expect(browser.streams.map((stream) => stream.url)).toEqual(["/v1/events?after=4"]);
    browser.streams[0]?.send("message", 5, { mid: "m" });
    for (const signals of heard)
      expect(signals).toEqual([{ type: "event", event: { number: 5, kind: "message", id: "m" } }]);
  });

  it("goes on in another tab, from the number that tab has, when the leader closes", async () => {
    const browser = new Browser();
    const stop = listen(
      "alice",
      () => 4,
      () => undefined,
      browser.surroundings(),
    );
    const heard: LiveSignal[] = [];
    listen(
      "alice",
      () => 7,
      (signal) => heard.push(signal),
      browser.surroundings(),
    );
    await soon();
    stop();
    await soon();
    expect(browser.streams.map((stream) => stream.url)).toEqual(["/v1/events?after=4", "/v1/events?after=7"]);
    browser.streams[1]?.send("deleted", 8, { mid: "m" });
    expect(heard).toHaveLength(1);
  });

  it("keeps another account's events away", async () => {
    const browser = new Browser();
    const bob: LiveSignal[] = [];
    listen(
      "alice",
      () => 0,
      () => undefined,
      browser.surroundings(),
    );
    listen(
      "bob",
      () => 0,
      (signal) => bob.push(signal),
      browser.surroundings(),
    );
    await soon();
    browser.streams[0]?.send("message", 1, { mid: "m" });
    expect(bob).toEqual([]);
  });

  it("opens the stream again after a loss, and says when it was refused", async () => {
    const browser = new Browser();
    const heard: LiveSignal[] = [];
    listen(
      "alice",
      () => 9,
      (signal) => heard.push(signal),
      browser.surroundings(),
    );
    await soon();
    browser.streams[0]?.onerror?.();
    browser.waiting.shift()?.();
    const again = browser.streams[1];
    if (again !== undefined) again.readyState = EventSource.CLOSED;
    again?.onerror?.();
    expect(browser.streams).toHaveLength(2);
    expect(heard).toEqual([{ type: "lost" }, { type: "ended" }]);
  });
});

describe("a tab's place in the stream", () => {
  const event = (number: number): LiveSignal => ({ type: "event", event: { number, kind: "message", id: "m" } });
  const begun = (number: number): { place: Place; times: () => number } => {
    const place = new Place();
    let times = 0;
    place.whenBehind(() => times++);
    place.begin(number);
    return { place, times: () => times };
  };

  it("applies the next event once", () => {
    const { place } = begun(10);
    expect(place.take(event(11)).do).toBe("apply");
    expect(place.take(event(11)).do).toBe("nothing");
  });

  it("fetches again once after a hole, however many events were missed", () => {
    const { place } = begun(10);
    expect(place.take(event(12)).do).toBe("refetch");
    expect(place.take(event(13)).do).toBe("apply");
    expect(place.take({ type: "start", number: 20 }).do).toBe("refetch");
    for (let number = 14; number <= 20; number++) expect(place.take(event(number)).do).toBe("nothing");
    expect(place.take(event(21)).do).toBe("apply");
  });

  it("misses nothing that came between the vault and the first signal, whatever was fetched by then", () => {
    expect(begun(10).place.take(event(12)).do).toBe("refetch");
    expect(begun(10).place.take({ type: "start", number: 11 }).do).toBe("refetch");
    expect(begun(10).place.take({ type: "start", number: 10 }).do).toBe("nothing");
  });

  it("fetches again when the first answer knows of more than this tab was told", () => {
    const { place, times } = begun(10);
    place.answered(12);
    expect(times()).toBe(1);
    for (const told of [11, 12]) expect(place.take(event(told)).do).toBe("nothing");
    expect(place.take(event(13)).do).toBe("apply");
  });

  it("hears of what a count has heard of, but no list yet", () => {
    const { place, times } = begun(10);
    place.answered(10);
    // Counted again after an event of its own: by then another message had come, whose event is on its way.
    place.answered(12);
    expect(times()).toBe(0);
    expect(place.take(event(11)).do).toBe("apply");
    expect(place.take(event(12)).do).toBe("apply");
  });

  it("fetches again when the stream stands elsewhere, even lower after a restored server", () => {
    const { place } = begun(10);
    expect(place.take({ type: "start", number: 10 }).do).toBe("nothing");
    expect(place.take({ type: "start", number: 12 }).do).toBe("refetch");
    expect(place.take({ type: "start", number: 2 }).do).toBe("refetch");
    expect(place.take(event(3)).do).toBe("apply");
  });

  it("begins anew with the next vault that is opened", () => {
    const { place } = begun(10);
    place.take(event(11));
    place.begin(300);
    expect(place.number).toBe(300);
    expect(place.take(event(301)).do).toBe("apply");
  });
});

describe("what many events ask for", () => {
  it("begins at once, is never cut short, and is done once more for all that came meanwhile", async () => {
    const ends: (() => void)[] = [];
    const ask = gathered(() => new Promise<void>((resolve) => ends.push(resolve)));
    const done: string[] = [];
    void ask().then(() => done.push("first"));
    expect(ends).toHaveLength(1);
    for (const name of ["second", "third"]) void ask().then(() => done.push(name));
    await soon();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await soon();
    expect(done).toEqual(["first"]);
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await soon();
    expect(done).toEqual(["first", "second", "third"]);
    expect(ends).toHaveLength(2);
  });

  it("is asked for again after it failed", async () => {
    let times = 0;
    const ask = gathered(() => (++times === 1 ? Promise.reject(new Error("no line")) : Promise.resolve()));
    const [first, second] = [ask(), ask()];
    await expect(first).rejects.toThrow("no line");
    await second;
    await ask();
    expect(times).toBe(3);
  });
});

describe("an event", () => {
  it("is ignored when this version does not know it", () => {
    expect(readEvent("surprise", "4", "{}")).toBeNull();
    expect(readEvent("message", "four", "{}")).toBeNull();
    expect(readEvent("message", "4", "not json")).toEqual({ number: 4, kind: "message", id: null });
  });
});
