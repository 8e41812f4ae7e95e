/** State of the compose window: what is typed, who would read it, what holds it up. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useUnlocked } from "../../session/state.ts";
import type { ComposeViewProps } from "./ComposeView.tsx";
import { EMPTY_DRAFT, fieldErrors } from "./composeModel.ts";
import type { Draft, FieldErrors } from "./composeModel.ts";
import { useItems } from "../../credentials/useItems.ts";
import type { ItemsState } from "../../credentials/useItems.ts";
import { findRecipients } from "../../mailbox/finding.ts";
import { useFiles } from "../../files/useFiles.ts";
import type { FilesState } from "../../files/useFiles.ts";
import { useDelivery } from "./useDelivery.ts";
import type { Delivering } from "../../writing/delivering.ts";
import { keepWhatWasSent } from "../../writing/keeping.ts";
import { audienceOf, holdsOf } from "../../writing/readers/audience.ts";
import { MANY } from "../../writing/readers/model.ts";
import { useHolds } from "../../writing/readers/useHolds.ts";
import { useResolved } from "../../writing/readers/useResolved.ts";
import { waysOf } from "../../writing/ways.ts";

export interface Begin {
  draft: Partial<Draft>;
  /** The message that this answers. */
  answers: string | null;
}

export interface ComposeState {
  view: Omit<ComposeViewProps, "onDiscard">;
  files: FilesState;
  items: ItemsState;
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
  const { resolved, look } = useResolved(draft.to, me.addr);
  const change = (edit: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...edit }));
    setTouched(true);
    setErrors({});
  };
  const { leaveOut, tries, actions } = useHolds({ to: draft.to, choose: (to) => change({ to }), look, resolved });
  const files = useFiles();
  const items = useItems(draft.items, (next) => change({ items: next }));
  const { attaching, attached } = files;
  const sent = useKeeping(draft.items, onSent);
  const delivery = useDelivery({ draft, answers: begin.answers, leaveOut, tries, look, onSent: sent, attaching });
  const holds = resolved === null ? [] : holdsOf(resolved, leaveOut, me.addr, tries);
  useResetOn(delivery.reset, draft, attached.rows);
  const audience = resolved === null || draft.to.length === 0 ? null : audienceOf(resolved, leaveOut, me.addr);
  const count = audience?.count ?? 0;
  const judge = () => {
    const found = fieldErrors(draft, attached.rows.length + draft.items.length, new Date(), policies.expiryMaxDays);
    setErrors(found);
    return found;
  };
  const { send, asksForMany } = useSend(count, judge, delivery);
  return {
    view: {
      ...{ draft, audience, holds, errors, now },
      sending: delivery.sending,
      onChange: change,
      search: (typed) => findRecipients(typed, me.addr),
      holdActions: actions,
      maxDays: policies.expiryMaxDays,
      onSend: send,
      files: { listed: attached.rows, doing: attaching },
      onRemoveFile: (id) => attaching.remove(id),
      onRetryFile: (id) => attaching.tryAgain(id),
      onEditItem: items.edit,
      onRemoveItem: items.remove,
      isBehind: items.dialog !== null || files.dialog.opened,
      ways: waysOf(items, policies.files, files.openDialog),
    },
    files,
    items,
    isTouched: isTouched || attached.rows.length + draft.items.length > 0,
    asksForMany,
  };
}

/** What is to be kept is kept when the message is gone. */
function useKeeping(items: Draft["items"], onSent: (count: number) => void): (count: number, mid: string) => void {
  const client = useQueryClient();
  return (count, mid) => {
    onSent(count);
    void keepWhatWasSent(client, items, { mid, isLink: false });
  };
}

/** A message that was sealed when something else was written is not sent any more. */
function useResetOn(reset: () => void, draft: Draft, rows: readonly { id: number }[]): void {
  const ids = rows.map(({ id }) => id).join();
  const latest = useRef(reset);
  useEffect(() => {
    latest.current = reset;
  });
  useEffect(() => latest.current(), [draft, ids]);
}

/** The questions before a send: what is missing, and whether so many readers are meant. */
function useSend(count: number, judge: () => FieldErrors, delivery: Delivering) {
  const [isAsking, setAsking] = useState(false);
  const send = () => {
    if (Object.keys(judge()).length > 0 || delivery.isBusy) return;
    if (count > MANY) setAsking(true);
    else delivery.send();
  };
  const confirm = () => {
    setAsking(false);
    delivery.send();
  };
  return { send, asksForMany: isAsking ? { count, confirm, cancel: () => setAsking(false) } : null };
}

function expiryBegin(days: number | null): Partial<Draft> {
  return days === null
    ? {}
    : { expires: true, expiresAt: new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000) };
}
