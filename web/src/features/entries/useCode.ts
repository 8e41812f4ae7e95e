/** The running one-time code of a field: a new one when its time is over. */
import { useEffect, useState } from "react";
import { keyring } from "../../keys/keyring.ts";

export interface RunningCode {
  readonly code: string;
  readonly secondsLeft: number;
  readonly period: number;
}

/** undefined until the first one is there; null when the field holds no secret of codes. */
export function useCode(id: string, field: number): RunningCode | null | undefined {
  const [running, setRunning] = useState<RunningCode | null | undefined>(undefined);
  useEffect(() => {
    let isStopped = false;
    const ask = () => {
      keyring()
        .entryCode(id, field)
        .then(
          (code) => {
            if (!isStopped) setRunning(code);
          },
          () => undefined,
        );
    };
    ask();
    // The worker has the clock: the seconds shown are never ahead of the code.
    const timer = setInterval(ask, 1000);
    return () => {
      isStopped = true;
      clearInterval(timer);
    };
  }, [id, field]);
  return running;
}
