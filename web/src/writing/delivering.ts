/**
 * Sealing and posting what was written. What was sealed and did not arrive for sure waits, and exactly those bytes are posted
 * when the person tries again, so that never two come of one; what is changed meanwhile is sealed afresh.
 */
import { useRef, useState } from "react";
import type { Attaching } from "../files/attaching.ts";
import type { Sending } from "./sending.ts";
import { useWaiting } from "./waiting.ts";

export interface Refusal {
  readonly problem: string;
  /** What is to be done once the person was told. */
  readonly afterwards?: () => Promise<unknown>;
}

export type SealOutcome<Sealed> =
  | { readonly sealed: Sealed }
  /** Something has to be looked at first, and it stands where it can be seen. */
  | { readonly isHeld: true }
  /** `isOffered`: the person may try again. */
  | (Refusal & { readonly isOffered: boolean });

export type PostOutcome<Sealed> =
  | { readonly done: true }
  /** `again`: the bytes that wait to be posted once more. */
  | (Refusal & { readonly done: false; readonly again: Sealed | null });

interface DeliveringProps<Sealed> {
  attaching: Attaching;
  seal: (progress: (done: number, all: number) => void) => Promise<SealOutcome<Sealed>>;
  post: (sealed: Sealed) => Promise<PostOutcome<Sealed>>;
  blobsOf: (sealed: Sealed) => readonly string[];
  onPosted: (sealed: Sealed) => void;
  /** Whether trying again is offered where no bytes wait: then it is sealed afresh. */
  sealsAgain: boolean;
}

export interface Delivering {
  sending: Sending;
  isBusy: boolean;
  send: () => void;
  /** What was written changed: what was sealed before is not posted any more. */
  reset: () => void;
}

export function useDelivering<Sealed>(props: DeliveringProps<Sealed>): Delivering {
  const { attaching } = props;
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const waiting = useRef<Sealed | null>(null);
  /** Counts what was changed. */
  const edits = useRef(0);
  const { areReady, stopWaiting } = useWaiting(attaching, setSending);
  const fail = async ({ problem, afterwards }: Refusal, again: Sealed | null, isOffered: boolean) => {
    waiting.current = again;
    setSending({ state: "failed", problem, again: isOffered });
    await afterwards?.();
  };
  const sealNow = async (): Promise<Sealed | null> => {
    setSending({ state: "sealing", done: 0, all: 0 });
    const outcome = await props.seal((done, all) => setSending({ state: "sealing", done, all }));
    if ("sealed" in outcome) return outcome.sealed;
    if ("isHeld" in outcome) setSending({ state: "idle" });
    else await fail(outcome, null, outcome.isOffered);
    return null;
  };
  const run = async () => {
    const edit = edits.current;
    const sealed = waiting.current ?? ((await areReady()) ? await sealNow() : null);
    if (sealed === null) return;
    if (edit !== edits.current) {
      // What was sealed is not what stands there any more.
      setSending({ state: "idle" });
      return;
    }
    setSending({ state: "posting" });
    const outcome = await props.post(sealed);
    if (outcome.done) {
      attaching.posted(props.blobsOf(sealed));
      props.onPosted(sealed);
      return;
    }
    const again = edit === edits.current ? outcome.again : null;
    // Given up, though it may have arrived, and whoever it was for may have the key of its files: another takes new ones.
    if (again === null) attaching.restart();
    await fail(outcome, again, props.sealsAgain || again !== null);
  };
  return {
    sending,
    isBusy: sending.state === "sealing" || sending.state === "posting" || sending.state === "waiting",
    send: () => void run(),
    reset: () => {
      edits.current += 1;
      // It may have arrived, though its answer was lost.
      if (waiting.current !== null) attaching.restart();
      waiting.current = null;
      stopWaiting();
    },
  };
}
