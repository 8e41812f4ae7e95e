// Where a tab stands in its person's stream, and what each signal asks of it.
import type { LiveEvent, LiveSignal } from "./events.ts";

/**
 * What to do: `apply` the event · `refetch`: something was missed · `nothing`: seen already.
 * Applying events gives the same state as fetching again (spec/api.md 8).
 */
export type LiveStep =
  { readonly do: "apply"; readonly event: LiveEvent } | { readonly do: "refetch" } | { readonly do: "nothing" };

export class Place {
  #at = 0;
  /** No answer has told a number since the beginning. */
  #isFirst = true;
  #behind: () => void = () => undefined;

  /** What is shown is at least as new as this, and behind it the stream goes on. */
  get number(): number {
    return this.#at;
  }

  /** Begin with the number of the vault that was opened: everything that is shown is asked for after it. */
  begin(number: number): void {
    this.#at = number;
    this.#isFirst = true;
  }

  /** `refetch` is called when events turn out to be missed otherwise than by a signal. */
  whenBehind(refetch: () => void): void {
    this.#behind = refetch;
  }

  /**
   * An answer shows everything up to this number. The first one is asked for when this tab begins to listen: what it has not
   * heard by then, it may never hear, because another tab reads the stream. Later ones only come before their events.
   */
  answered(number: number): void {
    const isBehind = this.#isFirst && number > this.#at;
    this.#isFirst = false;
    if (!isBehind) return;
    this.#at = number;
    this.#behind();
  }

  /**
   * Take a signal. What is fetched afterwards shows everything up to its number: `refetch` is asked for once, however many
   * events were missed, and those that still come are `nothing`.
   */
  take(signal: LiveSignal): LiveStep {
    if (signal.type === "start") return this.#start(signal.number);
    if (signal.type !== "event") return { do: "nothing" };
    const { number } = signal.event;
    if (number <= this.#at) return { do: "nothing" };
    const isNext = number === this.#at + 1;
    this.#at = number;
    return isNext ? { do: "apply", event: signal.event } : { do: "refetch" };
  }

  /** A lower number is another stream (a restored server), a higher one means that events were missed. */
  #start(number: number): LiveStep {
    const isElsewhere = number !== this.#at;
    this.#at = number;
    return { do: isElsewhere ? "refetch" : "nothing" };
  }
}

/** Where this tab stands. */
export const place = new Place();
