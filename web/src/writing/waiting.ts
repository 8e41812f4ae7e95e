/** Files that are still on their way when somebody sends: it goes on by itself when they are ready. */
import { useRef } from "react";
import type { Attaching } from "../files/attaching.ts";
import type { Sending } from "./sending.ts";

const FAILED_FILE: Sending = {
  state: "failed",
  problem: "Not sent. Remove the file that failed, or try it again.",
  again: false,
};

/** Waiting until no file is on its way any more; the person may change their mind meanwhile. */
export function useWaiting(attaching: Attaching, tell: (sending: Sending) => void) {
  const running = useRef<AbortController | null>(null);
  return {
    areReady: async (): Promise<boolean> => {
      const wait = new AbortController();
      running.current = wait;
      tell({ state: "waiting" });
      const areReady = await attaching.whenReady(wait.signal);
      if (!areReady) tell(wait.signal.aborted ? { state: "idle" } : FAILED_FILE);
      return areReady;
    },
    stopWaiting: () => running.current?.abort(),
  };
}
