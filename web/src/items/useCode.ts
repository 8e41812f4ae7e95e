/** The running one-time code of a secret: a new one when its time is over. */
import { useEffect, useState } from "react";

export interface RunningCode {
  readonly code: string;
  readonly secondsLeft: number;
  readonly period: number;
}

/** The code of this second; null when the value is no secret of codes. */
export type AskCode = () => Promise<RunningCode | null>;

/** undefined until the first one is there; null when there is none. */
export function useCode(ask: AskCode): RunningCode | null | undefined {
  const [running, setRunning] = useState<RunningCode | null | undefined>(undefined);
  useEffect(() => {
    let isStopped = false;
    const look = () => {
      ask().then(
        (code) => {
          if (!isStopped) setRunning(code);
        },
        () => undefined,
      );
    };
    look();
    // The worker has the clock: the seconds shown are never ahead of the code.
    const timer = setInterval(look, 1000);
    return () => {
      isStopped = true;
      clearInterval(timer);
    };
  }, [ask]);
  return running;
}
