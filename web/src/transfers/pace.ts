/** How long a transfer will still take, said only when it is worth saying: after three seconds. */
const QUIET_MS = 3_000;

export class Pace {
  #began: { at: number; done: number } | null = null;

  /** After a pause: what came before says nothing about the line now. */
  restart(): void {
    this.#began = null;
  }

  /** Seconds for the rest, rounded up; null while it is too early to say. */
  secondsLeft(done: number, all: number, now = performance.now()): number | null {
    this.#began ??= { at: now, done };
    const passed = now - this.#began.at;
    const moved = done - this.#began.done;
    if (passed < QUIET_MS || moved <= 0) return null;
    return Math.ceil((((all - done) / moved) * passed) / 1_000);
  }
}
