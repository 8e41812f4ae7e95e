/** State of the compose window: what is typed, who would read it, what holds it up. */
import { useEffect, useRef, useState } from "react";
import { isProblem } from "../../api/problems.ts";
import { useUnlocked } from "../../session/state.ts";
import { audienceOf, holdsOf, resolve } from "./audience.ts";
import type { Resolved } from "./audience.ts";
import type { ComposeViewProps } from "./ComposeView.tsx";
import { EMPTY_DRAFT, fieldErrors } from "./composeModel.ts";
import type { Draft, FieldErrors } from "./composeModel.ts";
import { findRecipients } from "../../mailbox/finding.ts";
import { useDelivery } from "./useDelivery.ts";
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
  const [draft, setDraft] = useState<Draft>(() => ({
    ...EMPTY_DRAFT,
    ...expiryBegin(policies.expiryDefaultDays ?? policies.expiryMaxDays),
    ...begin.draft,
  }));
  const [isTouched, setTouched] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [isAsking, setAsking] = useState(false);
  const { resolved, look } = useResolved(draft.to, me.addr);
  const change = (edit: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...edit }));
    setTouched(true);
    setErrors({});
    delivery.reset();
  };
  const { leaveOut, tries, actions } = useHolds({ draft, change, look, resolved });
  const delivery = useDelivery({ draft, answers: begin.answers, leaveOut, tries, look, onSent });
  const holds = resolved === null ? [] : holdsOf(resolved, leaveOut, me.addr, tries);
  const audience = resolved === null || draft.to.length === 0 ? null : audienceOf(resolved, leaveOut, me.addr);
  const count = audience?.count ?? 0;
  const send = () => {
    const found = fieldErrors(draft, new Date(), policies.expiryMaxDays);
    setErrors(found);
    if (Object.keys(found).length > 0 || delivery.isBusy) return;
    if (count > MANY) setAsking(true);
    else delivery.send();
  };
  const confirm = () => {
    setAsking(false);
    delivery.send();
  };
  return {
    view: {
      ...{ draft, audience, holds, errors, now },
      sending: delivery.sending,
      onChange: change,
      search: (typed) => findRecipients(typed, me.addr),
      holdActions: actions,
      maxDays: policies.expiryMaxDays,
      onSend: send,
    },
    isTouched,
    asksForMany: isAsking ? { count, confirm, cancel: () => setAsking(false) } : null,
  };
}

function expiryBegin(days: number | null): Partial<Draft> {
  return days === null
    ? {}
    : { expires: true, expiresAt: new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000) };
}

/** The people and groups in To, asked again whenever they change. */
function useResolved(to: Draft["to"], me: string): { resolved: Resolved | null; look: () => Promise<Resolved | null> } {
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
