// One event stream per browser: one tab leads and reads it, all tabs get what it says.
//
// Browsers open at most six connections to a server over HTTP/1.1, so eight tabs with a stream each would starve.
// A lock of the Web Locks API makes the leader; when its tab closes, the lock passes on and the next tab goes on
// from the number it has. Promises: every tab hears every event that the leader hears, in order.
import { LIVE_KINDS, readEvent, readNumber } from "./events.ts";
import type { LiveSignal } from "./events.ts";

/** The parts of the browser that the stream uses; tests bring their own. */
export interface LiveSurroundings {
  readonly open: (url: string) => EventSource;
  readonly channel: () => BroadcastChannel;
  readonly lead: (name: string, until: AbortSignal, whileLeading: () => Promise<void>) => Promise<void>;
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

export const BROWSER: LiveSurroundings = {
  open: (url) => new EventSource(url),
  channel: () => new BroadcastChannel("waxpost-live"),
  lead: (name, signal, whileLeading) =>
    navigator.locks.request(name, { signal }, whileLeading).then(
      () => undefined,
      () => undefined,
    ),
  later: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

const FIRST_PAUSE = 1_000;
/** A server that comes back is found within this time. */
const LONGEST_PAUSE = 5_000;

/**
 * Listen until `stop` is called. `lastNumber` says which number this tab has, for the moment it takes the lead.
 * `account` keeps two accounts of one browser apart.
 */
export function listen(
  account: string,
  lastNumber: () => number,
  heard: (signal: LiveSignal) => void,
  around: LiveSurroundings = BROWSER,
): () => void {
  const channel = around.channel();
  const ended = new AbortController();
  channel.onmessage = (message: MessageEvent<{ account: string; signal: LiveSignal }>) => {
    if (message.data.account === account && !ended.signal.aborted) heard(message.data.signal);
  };
  const tellAll = (signal: LiveSignal) => {
    if (ended.signal.aborted) return;
    heard(signal);
    channel.postMessage({ account, signal });
  };
  void around.lead(`waxpost-live-${account}`, ended.signal, () => follow(lastNumber, tellAll, ended.signal, around));
  return () => {
    ended.abort();
    channel.close();
  };
}

/** Read the stream until the tab stops listening, opening it again after every loss. */
function follow(
  lastNumber: () => number,
  tell: (signal: LiveSignal) => void,
  ended: AbortSignal,
  around: LiveSurroundings,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | null = null;
    let pause = FIRST_PAUSE;
    let cancelPause: () => void = () => undefined;
    const open = () => {
      source = around.open(`/v1/events?after=${String(lastNumber())}`);
      attach(source, tell, () => {
        pause = FIRST_PAUSE;
      });
      source.onerror = () => {
        // The browser's own reconnect would repeat the `after` of the first request: begin anew with our number.
        const refused = source?.readyState === EventSource.CLOSED;
        source?.close();
        tell(refused ? { type: "ended" } : { type: "lost" });
        cancelPause = around.later(pause, open);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      };
    };
    ended.addEventListener("abort", () => {
      cancelPause();
      source?.close();
      resolve();
    });
    if (ended.aborted) resolve();
    else open();
  });
}

function attach(source: EventSource, tell: (signal: LiveSignal) => void, arrived: () => void): void {
  const start = (message: MessageEvent<string>) => {
    arrived();
    const number = readNumber(message.data);
    if (number !== null) tell({ type: "start", number });
  };
  source.addEventListener("hello", start);
  source.addEventListener("gap", start);
  for (const kind of LIVE_KINDS) {
    source.addEventListener(kind, (message: MessageEvent<string>) => {
      const event = readEvent(kind, message.lastEventId, message.data);
      if (event !== null) tell({ type: "event", event });
    });
  }
}
