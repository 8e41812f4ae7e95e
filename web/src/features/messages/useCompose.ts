/** State of the compose window: what is typed, who would read it, what holds it up, and the send. */
import { useEffect, useRef, useState } from "react";
import { isProblem } from "../../api/problems.ts";
import { syncLog } from "../../keys/keylog.ts";
import { useUnlocked } from "../../session/state.ts";
import type { Draft as SealedDraft, SealedMessage } from "../../worker/shapes.ts";
import { audienceOf, holdsOf, resolve } from "./audience.ts";
import type { Resolved } from "./audience.ts";
import type { ComposeViewProps } from "./ComposeView.tsx";
import { EMPTY_DRAFT, fieldErrors } from "./composeModel.ts";
import type { Draft, FieldErrors, Sending } from "./composeModel.ts";
import { findRecipients } from "./finding.ts";
import { post, seal } from "./sending.ts";
import type { SendOutcome } from "./sending.ts";
import { useHolds } from "./useHolds.ts";

/** More readers than this are asked about once more. */
const MANY = 50;

export interface Begin {
  draft: Partial<Draft>;
  /** The message that this answers. */
  answers: string | null;
}

export interface ComposeState {
  view: Omit<ComposeViewProps, "onDiscard">;
  isTouched: boolean;
  /** Set while many readers have to be confirmed. */
  asksForMany: { count: number; confirm: () => void; cancel: () => void } | null;
}

export function useCompose(begin: Begin, now: Date, onSent: (count: number) => void): ComposeState {
  const { me, policies } = useUnlocked();
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY_DRAFT, ...expiryBegin(policies.expiryDefaultDays), ...begin.draft }));
  const [isTouched, setTouched] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const [isAsking, setAsking] = useState(false);
  const waiting = useRef<SealedMessage | null>(null);
  const { resolved, look } = useResolved(draft.to, me.addr);
  const change = (edit: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...edit }));
    setTouched(true);
    waiting.current = null;
    setErrors({});
  };
  const { leaveOut, tries, actions } = useHolds({ draft, change, look, resolved });
  const holds = resolved === null ? [] : holdsOf(resolved, leaveOut, me.addr, tries);
  const audience = resolved === null || draft.to.length === 0 ? null : audienceOf(resolved, leaveOut, me.addr);

  const settle = async (outcome: SendOutcome, count: number) => {
    if (outcome.done) {
      onSent(count);
      return;
    }
    waiting.current = outcome.again;
    setSending({ state: "failed", problem: outcome.problem, again: outcome.again !== null });
    if (outcome.look) await look();
  };
  const carryOut = async () => {
    setSending({ state: "sealing", done: 0, all: 0 });
    const fresh = waiting.current === null ? await freshAudience(look) : resolved;
    if (fresh === null || (waiting.current === null && holdsOf(fresh, leaveOut, me.addr, tries).length > 0)) {
      setSending(fresh === null ? { state: "failed", problem: "Not sent. The connection dropped.", again: false } : { state: "idle" });
      return;
    }
    const progress = (done: number, all: number) => setSending({ state: "sealing", done, all });
    const sealed = waiting.current ?? (await seal(sealedDraft(draft, fresh, leaveOut, policies.receipts, begin.answers), progress));
    if (!("envelope" in sealed)) {
      await settle(sealed, 0);
      return;
    }
    setSending({ state: "posting" });
    await settle(await post(sealed), sealed.envelope.recipients.length);
  };
  const send = () => {
    if (sending.state === "sealing" || sending.state === "posting") return;
    const found = fieldErrors(draft, new Date(), policies.expiryMaxDays);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if ((audience?.count ?? 0) > MANY && !isAsking) setAsking(true);
    else void carryOut();
  };
  return {
    view: {
      ...{ draft, audience, holds, errors, sending, now },
      onChange: change,
      search: (typed) => findRecipients(typed, me.addr),
      holdActions: actions,
      maxDays: policies.expiryMaxDays,
      onSend: send,
    },
    isTouched,
    asksForMany: isAsking
      ? {
          count: audience?.count ?? 0,
          confirm: () => {
            setAsking(false);
            void carryOut();
          },
          cancel: () => setAsking(false),
        }
      : null,
  };
}

function expiryBegin(days: number | null): Partial<Draft> {
  return days === null ? {} : { expires: true, expiresAt: new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000) };
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
  };
}

/** The people and groups in To, asked again whenever they change. */
function useResolved(
  to: Draft["to"],
  me: string,
): { resolved: Resolved | null; look: () => Promise<Resolved | null> } {
  const [resolved, setResolved] = useState<Resolved | null>(null);
  const newest = useRef(0);
  const look = async (): Promise<Resolved | null> => {
    newest.current += 1;
    const run = newest.current;
    const found = await resolve(to, me);
    if (run === newest.current) setResolved(found);
    return found;
  };
  useEffect(() => {
    look().catch((problem: unknown) => {
      // A group that is gone, or no answer: sending asks again and says so.
      if (!isProblem(problem, "group-not-found")) setResolved(null);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `look` is made anew at every drawing; `to` is what counts
  }, [to, me]);
  return { resolved, look };
}
