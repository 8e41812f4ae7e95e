/**
 * Sending what was written: look at everybody afresh, seal, post. What was sealed and did not arrive for sure waits, and
 * exactly those bytes are posted when the person tries again.
 */
import { useRef, useState } from "react";
import { syncLog } from "../../keys/keylog.ts";
import { useUnlocked } from "../../session/state.ts";
import type { Draft as SealedDraft, DraftFiles, SealedMessage } from "../../worker/shapes.ts";
import { holdsOf } from "./audience.ts";
import type { Resolved, Tries } from "./audience.ts";
import type { Draft } from "./composeModel.ts";
import type { Sending } from "../../writing/sending.ts";
import type { Attaching } from "../../files/attaching.ts";
import { post, seal } from "./sending.ts";
import type { SendOutcome } from "./sending.ts";
import { useWaiting } from "../../writing/waiting.ts";

interface DeliveryProps {
  draft: Draft;
  answers: string | null;
  leaveOut: ReadonlySet<string>;
  tries: Tries;
  look: () => Promise<Resolved | null>;
  onSent: (count: number) => void;
  attaching: Attaching;
}

export interface DeliveryState {
  sending: Sending;
  isBusy: boolean;
  send: () => void;
  /** What was written changed: what was sealed before is not sent any more. */
  reset: () => void;
}

const DROPPED: Sending = { state: "failed", problem: "Not sent. The connection dropped.", again: true };
export function useDelivery(props: DeliveryProps): DeliveryState {
  const { look, onSent, attaching } = props;
  const { me, policies } = useUnlocked();
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const waiting = useRef<SealedMessage | null>(null);
  /** Counts what was changed in the message. */
  const edits = useRef(0);
  const { areReady, stopWaiting } = useWaiting(attaching, setSending);
  const fail = async (outcome: Extract<SendOutcome, { done: false }>) => {
    waiting.current = outcome.again;
    setSending({ state: "failed", problem: outcome.problem, again: outcome.again !== null });
    if (outcome.look) await look();
  };
  const sealNow = async (): Promise<SealedMessage | null> => {
    setSending({ state: "sealing", done: 0, all: 0 });
    const progress = (done: number, all: number) => setSending({ state: "sealing", done, all });
    const sealed = await sealFresh(props, me.addr, policies.receipts, progress);
    // What holds the send up stands under To by now.
    if (sealed === "held") setSending({ state: "idle" });
    else if (sealed === "dropped") setSending(DROPPED);
    else if ("envelope" in sealed) return sealed;
    else if (!sealed.done) await fail(sealed);
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
    const outcome = await post(sealed);
    if (outcome.done) {
      attaching.posted(sealed.envelope.blobs);
      onSent(sealed.envelope.recipients.length);
      return;
    }
    const again = edit === edits.current ? outcome.again : null;
    // Given up: whoever was named in it may have the key of its files, so another message takes new ones.
    if (again === null) attaching.restart();
    await fail({ ...outcome, again });
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

/** Look at everybody afresh and seal; `held` when something has to be looked at first. */
async function sealFresh(
  { draft, answers, leaveOut, tries, look, attaching }: DeliveryProps,
  me: string,
  receipts: boolean,
  progress: (done: number, all: number) => void,
): Promise<SealedMessage | SendOutcome | "dropped" | "held"> {
  const fresh = await freshAudience(look);
  if (fresh === null) return "dropped";
  if (holdsOf(fresh, leaveOut, me, tries).length > 0) return "held";
  const files = await attaching.sealed();
  return seal(sealedDraft(draft, fresh, files, leaveOut, receipts, answers), progress);
}

/** The newest log and the newest keys and groups, just before sealing. */
async function freshAudience(look: () => Promise<Resolved | null>): Promise<Resolved | null> {
  try {
    await syncLog();
    return await look();
  } catch {
    return null;
  }
}

function sealedDraft(
  draft: Draft,
  { direct, groups }: Resolved,
  files: DraftFiles | null,
  leaveOut: ReadonlySet<string>,
  receipts: boolean,
  answers: string | null,
): SealedDraft {
  return {
    to: direct,
    groups: groups.map(({ body }) => body),
    leaveOut: [...leaveOut],
    subject: draft.subject.trim(),
    body: draft.body,
    ctype: "text/markdown",
    exp: draft.expires && draft.expiresAt !== null ? draft.expiresAt.toISOString().replace(/\.\d+Z$/, "Z") : null,
    prio: "normal",
    receipts,
    answers,
    ...(files === null ? {} : { files }),
    ...(draft.items.length === 0 ? {} : { items: draft.items.map(({ item }) => item) }),
  };
}
