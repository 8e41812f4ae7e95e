/** Many files, two at a time: enough to keep a line busy, few enough to keep memory small. */
const AT_ONCE = 2;

export class Queue {
  #running = 0;
  readonly #waiting: (() => Promise<void>)[] = [];

  /** Run when there is room, in the order of asking. */
  add(run: () => Promise<void>): void {
    this.#waiting.push(run);
    this.#next();
  }

  #next(): void {
    if (this.#running >= AT_ONCE) return;
    const run = this.#waiting.shift();
    if (run === undefined) return;
    this.#running += 1;
    void run().finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }
}
