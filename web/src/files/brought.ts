/** Files that were let go over another page, on their way to the message that they begin. */
import type { Dropped } from "./useDropped.ts";

let brought: Dropped | null = null;

export function bring(dropped: Dropped): void {
  brought = dropped;
}

/** What waits for this message; the next one begins without it. */
export function takeBrought(): Dropped | null {
  const taken = brought;
  brought = null;
  return taken;
}
