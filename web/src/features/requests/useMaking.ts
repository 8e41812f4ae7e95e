/**
 * From the button to the server. What was sealed and may have arrived is posted again as it is when the person tries again;
 * what is given up instead, because something else was typed or the window went, is closed.
 */
import { useEffect, useRef, useState } from "react";
import type { NewRequestBody } from "../../worker/requestprotocol.ts";
import { closeUnused, postNewRequest } from "./making.ts";
import type { NotMade, SealedRequest } from "./making.ts";

export interface Making {
  readonly isBusy: boolean;
  readonly problem: string | null;
  /** It may have arrived at the server, though nobody knows. */
  readonly mayBeMade: boolean;
  /** `seal`: `held` when something has to be looked at first · `look`: at the people again, when one of them changed. */
  readonly send: (seal: () => Promise<SealedRequest | NotMade | "held">, look: () => Promise<unknown>) => void;
  /** What was typed changed: what was sealed before is another request. */
  readonly reset: () => void;
}

export function useMaking(onMade: (request: NewRequestBody) => Promise<void>): Making {
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<NotMade | null>(null);
  const waiting = useRef<SealedRequest | null>(null);
  /** Counts what was changed. */
  const edits = useRef(0);
  useEffect(
    () => () => {
      giveUp(waiting.current);
      waiting.current = null;
    },
    [],
  );
  const fail = (problem: NotMade, isAsItWas: boolean) => {
    if (!isAsItWas) giveUp(problem.again);
    const again = isAsItWas ? problem.again : null;
    waiting.current = again;
    setFailed({ ...problem, again });
    setBusy(false);
  };
  const run = async (...[seal, look]: Parameters<Making["send"]>) => {
    setBusy(true);
    setFailed(null);
    const edit = edits.current;
    const sealed = waiting.current ?? (await seal());
    const isAsItWas = () => edit === edits.current;
    // What holds it up stands there by now; what was sealed is not what stands there any more.
    if (sealed === "held" || !isAsItWas()) {
      setBusy(false);
      return;
    }
    // On its way: nobody gives it up before it is known what became of it.
    waiting.current = null;
    const problem = "problem" in sealed ? sealed : await postNewRequest(sealed);
    if (problem !== null) {
      fail(problem, isAsItWas());
      if (problem.looks) await look().catch(() => undefined);
    } else if ("request" in sealed) await onMade(sealed.request);
  };
  return {
    isBusy,
    problem: failed?.problem ?? null,
    mayBeMade: failed !== null && failed.again !== null,
    send: (seal, look) => void run(seal, look),
    reset: () => {
      edits.current += 1;
      giveUp(waiting.current);
      waiting.current = null;
      setFailed(null);
    },
  };
}

function giveUp(sealed: SealedRequest | null): void {
  if (sealed !== null) void closeUnused(sealed.request.id);
}
