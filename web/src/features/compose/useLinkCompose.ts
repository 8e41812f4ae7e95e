/** State of the window for a link: what is typed, how it may be opened, and what goes along. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useItems } from "../../credentials/useItems.ts";
import type { ItemsState } from "../../credentials/useItems.ts";
import { useScore } from "../../credentials/useScore.ts";
import { useFiles } from "../../files/useFiles.ts";
import type { FilesState } from "../../files/useFiles.ts";
import { whyNoMail } from "../../session/mail.ts";
import { useUnlocked } from "../../session/state.ts";
import { keepWhatWasSent } from "../../writing/keeping.ts";
import type { LinkComposeViewProps } from "./LinkComposeView.tsx";
import { linkErrors, newLink, viewChoices } from "./linkModel.ts";
import type { LinkDraft, LinkErrors, LinkWay } from "./linkModel.ts";
import { useLinkMaking } from "./useLinkMaking.ts";
import { waysOf } from "../../writing/ways.ts";

interface LinkComposeState {
  view: Omit<LinkComposeViewProps, "onDiscard">;
  files: FilesState;
  items: ItemsState;
  isTouched: boolean;
}

export function useLinkCompose(now: Date, way: LinkWay, onMade: (id: string) => void): LinkComposeState {
  const client = useQueryClient();
  const { policies } = useUnlocked();
  const rules = policies.links;
  const [begin] = useState(() => newLink(rules, new Date(), way));
  const [draft, setDraft] = useState<LinkDraft>(begin);
  const noMail = useQuery({ queryKey: ["why no mail"], queryFn: () => whyNoMail(rules), staleTime: 0 }).data ?? null;
  const [errors, setErrors] = useState<LinkErrors>({});
  const change = (edit: Partial<LinkDraft>) => {
    setDraft((before) => ({ ...before, ...edit }));
    setErrors({});
  };
  const files = useFiles();
  const items = useItems(draft.items, (next) => change({ items: next }));
  const { attaching, attached } = files;
  const making = useLinkMaking(draft, policies.requests, attaching, (id) => {
    onMade(id);
    void keepWhatWasSent(client, draft.items, { mid: id, isLink: true });
  });
  useResetOn(making.reset, draft, attached.rows);
  const score = useScore(draft.passphrase === "own" ? draft.own : "");
  const count = attached.rows.length + draft.items.length;
  const make = () => {
    const found = linkErrors(draft, count, new Date(), rules);
    setErrors(found);
    if (Object.keys(found).length === 0 && !making.isBusy) making.send();
  };
  return {
    view: {
      ...{ draft, errors, score, now, maxDays: rules.maxDays },
      choices: viewChoices(rules, begin.views),
      noMail,
      noReply: policies.requests.areAllowed ? null : "Your company has answers from outside turned off.",
      turnedOff: rules.areAllowed ? (way === "email" ? noMail : null) : LINKS_OFF,
      sending: making.sending,
      onChange: change,
      onSend: make,
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
    isTouched: draft !== begin || count > 0,
  };
}

const LINKS_OFF =
  "You cannot send links outside. Your company has this turned off. Send in-app, or ask an admin to change it.";

/** What was sealed when something else was written is not posted any more. */
function useResetOn(reset: () => void, draft: LinkDraft, rows: readonly { id: number }[]): void {
  const ids = rows.map(({ id }) => id).join();
  const latest = useRef(reset);
  useEffect(() => {
    latest.current = reset;
  });
  useEffect(() => latest.current(), [draft, ids]);
}
