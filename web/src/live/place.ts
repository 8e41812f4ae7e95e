// Where a tab stands in its person's stream, and what each signal asks of it.
import type { LiveEvent, LiveSignal } from "./events.ts";

/**
 * What to do: `apply` the event · `refetch`: something was missed · `nothing`: seen already.
 * Applying events gives the same state as fetching again (spec/api.md 8).
 */
export type LiveStep =
  { readonly do: "apply"; readonly event: LiveEvent } | { readonly do: "refetch" } | { readonly do: "nothing" };

export class Place {
  #number = 0;
  #known = false;

  get number(): number {
    return this.#number;
  }

  /** A fetch answered with this number: everything up to it is known. */
  fetched(number: number): void {
    this.#known = true;
    this.#number = Math.max(this.#number, number);
  }

  /** Take a signal; after `refetch` call `fetched` with the answer's number. */
  take(signal: LiveSignal): LiveStep {
    if (signal.type === "start")
      return !this.#known || signal.number === this.#number ? { do: "nothing" } : this.#jump(signal.number);
    if (signal.type !== "event") return { do: "nothing" };
    const { number } = signal.event;
    if (this.#known && number <= this.#number) return { do: "nothing" };
    if (this.#known && number === this.#number + 1) {
      this.#number = number;
      return { do: "apply", event: signal.event };
    }
    return { do: "refetch" };
  }

  /** A lower number is another stream (a restored server), a higher one means that events are on their way or lost. */
  #jump(number: number): LiveStep {
    if (number < this.#number) this.#number = number;
    return { do: "refetch" };
  }
}
