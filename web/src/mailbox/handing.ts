/**
 * Requests whose answers a message lets its readers read (links.md 9.6.7): what became of each, for the page that shows the
 * message and for the list of answers. What takes them is loaded with the first such message.
 */
import { useSyncExternalStore } from "react";
import { sessionState } from "../session/state.ts";
import type { OpenResult } from "../worker/shapes.ts";
import type { Handed } from "./model.ts";

let states = new Map<string, Handed>();
/** Whose they are: all readers of a message have the same mid, and somebody else may sign in to this tab. */
let owner: string | null = null;
const hearers = new Set<() => void>();

function mine(): Map<string, Handed> {
  const now = sessionState();
  if (now.at === "unlocked" && now.me.uid !== owner) {
    states = new Map();
    owner = now.me.uid;
  }
  return states;
}

/** Take what these opened messages hand over. Nothing that is shown waits for it. */
export function noteHanded(results: readonly OpenResult[]): void {
  const mids = results.filter(hands).map(({ mid }) => mid);
  const known = mine();
  const wanted = mids.filter((mid) => (known.get(mid) ?? "waiting") === "waiting");
  if (wanted.length === 0) return;
  import("./taking.ts")
    .then(({ takeHanded }) => takeHanded(wanted))
    .then((found) => {
      for (const [mid, state] of found) known.set(mid, state);
      keysChanged();
    })
    // Without a line it is tried again when a message is opened again.
    .catch(() => undefined);
}

/** Nothing is taken from one's own copy, or from a key that its owner no longer uses. */
function hands(result: OpenResult): boolean {
  return (
    (result.result === "genuine" || result.result === "first-contact") &&
    result.message.request !== null &&
    !result.message.isOwn
  );
}

/** Keys of requests may have come: answers that did not open are tried again. */
export function keysChanged(): void {
  for (const hear of hearers) hear();
}

/** Called whenever keys may have come. Gives back how to stop listening. */
export function onKeysChanged(hear: () => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

export function useHanded(mid: string): Handed {
  return useSyncExternalStore(onKeysChanged, () => mine().get(mid) ?? "waiting");
}
