/** Sending a message: look at everybody afresh, seal, post. A refusal about the people is never answered by sending again. */
import { useUnlocked } from "../../session/state.ts";
import type { Draft as SealedDraft, DraftFiles, SealedMessage } from "../../worker/shapes.ts";
import type { Draft } from "./composeModel.ts";
import type { Attaching } from "../../files/attaching.ts";
import { post, seal } from "./sending.ts";
import type { Refused } from "./sending.ts";
import { useDelivering } from "../../writing/delivering.ts";
import type { Delivering } from "../../writing/delivering.ts";
import { holdsOf } from "../../writing/readers/audience.ts";
import type { Resolved, Tries } from "../../writing/readers/audience.ts";
import { lookAfresh } from "../../writing/readers/useResolved.ts";
import type { Look } from "../../writing/readers/useResolved.ts";

interface DeliveryProps {
  draft: Draft;
  answers: string | null;
  leaveOut: ReadonlySet<string>;
  tries: Tries;
  look: Look;
  /** To so many, as the message of this id. */
  onSent: (count: number, mid: string) => void;
  attaching: Attaching;
}

const DROPPED = { problem: "Not sent. The connection dropped.", isOffered: true } as const;

export function useDelivery(props: DeliveryProps): Delivering {
  const { look, onSent, attaching } = props;
  const { me, policies } = useUnlocked();
  // The people may have to be looked at again, once it was said why.
  const refusal = ({ problem, look: looks }: Refused) => ({ problem, ...(looks ? { afterwards: look } : {}) });
  return useDelivering<SealedMessage>({
    attaching,
    seal: async (progress) => {
      const sealed = await sealFresh(props, me.addr, policies.receipts, progress);
      // What holds the send up stands under To by now.
      if (sealed === "held") return { isHeld: true };
      if (sealed === "dropped") return DROPPED;
      return "envelope" in sealed ? { sealed } : { ...refusal(sealed), isOffered: false };
    },
    post: async (sealed) => {
      const outcome = await post(sealed);
      return outcome.done ? outcome : { ...refusal(outcome), done: false, again: outcome.again };
    },
    blobsOf: ({ envelope }) => envelope.blobs,
    onPosted: ({ envelope }) => onSent(envelope.recipients.length, envelope.mid),
    sealsAgain: false,
  });
}

/** Look at everybody afresh and seal; `held` when something has to be looked at first. */
async function sealFresh(
  { draft, answers, leaveOut, tries, look, attaching }: DeliveryProps,
  me: string,
  receipts: boolean,
  progress: (done: number, all: number) => void,
): Promise<SealedMessage | Refused | "dropped" | "held"> {
  const fresh = await lookAfresh(look);
  if (fresh === null) return "dropped";
  if (holdsOf(fresh, leaveOut, me, tries).length > 0) return "held";
  const files = await attaching.sealed();
  return seal(sealedDraft(draft, fresh, files, leaveOut, receipts, answers), progress);
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
