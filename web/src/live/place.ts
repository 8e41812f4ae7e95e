// Where a tab stands in its person's stream, and what each signal asks of it.
import type { LiveEvent, LiveSignal } from "./events.ts";

/**
 * What to do: `apply` the event · `refetch`: something was missed · `nothing`: seen already.
 * Applying events gives the same state as fetching again (spec/api.md 8).
 */
export type LiveStep =
  { readonly do: "apply"; readonly event: LiveEvent } | { readonly do: "refetch" } | { readonly do: "nothing" };

export class Place {
  /** Null before the first answer and the first signal. */
  #at: number | null = null;
  #known = false;
  /** The number of the oldest of the first answers. */
  #oldest = Number.POSITIVE_INFINITY;
  #behind: () => void = () => undefined;

  /** What is fetched has to be at least as new as this. */
  get number(): number {
    return this.#at ?? 0;
  }

  /** Where the stream goes on; null: from now. */
  get after(): number | null {
    return this.#at;
  }

  /** `refetch` is called when answers to the first questions turn out to be older than what the stream had said by then. */
  whenBehind(refetch: () => void): void {
    this.#behind = refetch;
  }

  /** An answer shows everything up to this number, and others that were asked for with it may show no more. */
  answered(number: number): void {
    if (this.#known) return;
    this.#oldest = Math.min(this.#oldest, number);
    if (number < this.number) this.#behind();
  }

  /**
   * Everything that is shown was asked for, and the first answers show everything up to this number. The place is that of the
   * oldest of them: what happened before a newer one is still to be heard, for the others do not show it. A later fetch, say
   * of a count alone, moves nothing for the same reason.
   */
  fetched(number: number): void {
    if (this.#known) return;
    this.#known = true;
    this.#at ??= Math.min(this.#oldest, number);
  }

  /**
   * Take a signal. What is fetched afterwards shows everything up to its number: `refetch` is asked for once, however many
   * events were missed, and those that still come are `nothing`.
   */
  take(signal: LiveSignal): LiveStep {
    if (signal.type === "start") return this.#start(signal.number);
    if (signal.type !== "event") return { do: "nothing" };
    const { number } = signal.event;
    if (number <= this.number) return { do: "nothing" };
    const isNext = !this.#known || number === this.number + 1;
    this.#at = number;
    return isNext ? { do: "apply", event: signal.event } : { do: "refetch" };
  }

  /** A lower number is another stream (a restored server), a higher one means that events were missed. */
  #start(number: number): LiveStep {
    const isElsewhere = this.#at !== null && number !== this.#at;
    this.#at = number;
    return { do: isElsewhere ? "refetch" : "nothing" };
  }
}
