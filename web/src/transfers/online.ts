/** Waiting for the line after it was lost: until the browser says so, and a little longer each time it was wrong. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/** Made once for each transfer. The promise rejects with the signal's reason when that ends first. */
export function waitsForLine(): (signal: AbortSignal) => Promise<void> {
  let tries = 0;
  return (signal) =>
    new Promise((resolve, reject) => {
      const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0;
      tries += 1;
      const settle = (end: () => void) => {
        clearTimeout(timer);
        removeEventListener("online", go);
        signal.removeEventListener("abort", stop);
        end();
      };
      const go = () => settle(resolve);
      const stop = () => settle(() => reject(signal.reason as Error));
      // A browser that knows it is offline says when that is over; the timer is for servers that come back.
      const timer = setTimeout(go, pause);
      addEventListener("online", go);
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
    });
}
