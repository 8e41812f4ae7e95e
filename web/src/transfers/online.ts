/** A lost line: which failures are one, and waiting until the browser says it is back, or a little longer each time. */
import { ApiProblem, ConnectionLost } from "../api/problems.ts";

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];
/** What a proxy answers for a server that is just starting again. */
const NOBODY_BEHIND = [502, 503, 504];

/** No answer, or none of the server's own: the same request goes again when the line is back. */
export function isLineLost(problem: unknown): boolean {
  if (problem instanceof ConnectionLost) return true;
  return problem instanceof ApiProblem && problem.code === "unknown" && NOBODY_BEHIND.includes(problem.status);
}

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
