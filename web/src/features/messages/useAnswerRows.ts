/** Answers from outside as rows of the inbox. What opens them is loaded with the first one. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { answerRow, hideAnswers, useHiddenAnswers } from "../../mailbox/answers.ts";
import { onKeysChanged } from "../../mailbox/handing.ts";
import type { Row } from "../../mailbox/model.ts";
import type { OpenedRow } from "../../mailbox/showing.ts";
import { useAnswers } from "../../mailbox/useAnswers.ts";
import type { AnswersList } from "../../mailbox/useAnswers.ts";
import { useUnlocked } from "../../session/state.ts";

const LOCKED: Row["opened"] = { kind: "locked", claimedSender: "Someone outside" };

export type AnswerRows = Pick<AnswersList, "hasMore" | "more"> & { readonly rows: readonly Row[] };

export function useAnswerRows(enabled: boolean, onlyUnread: boolean): AnswerRows {
  const client = useQueryClient();
  const { answers, hasMore, more } = useAnswers(enabled);
  const [opened, setOpened] = useState<ReadonlyMap<string, OpenedRow>>(new Map());
  const tried = useRef(new Set<string>());
  const { me } = useUnlocked();
  const hidden = useHiddenAnswers();
  const [round, setRound] = useState(0);
  useEffect(
    () =>
      onKeysChanged(() => {
        for (const mid of hidden) tried.current.delete(mid);
        if (hidden.size > 0) setRound((last) => last + 1);
      }),
    [hidden],
  );
  useEffect(() => {
    const wanted = enabled ? answers.filter(({ mid }) => !tried.current.has(mid)) : [];
    if (wanted.length === 0) return;
    for (const { mid } of wanted) tried.current.add(mid);
    const open = async () => {
      const { answerDrawn, openAnswers } = await import("../../mailbox/answerActs.ts");
      const results = await openAnswers(client, wanted);
      const others = new Set(wanted.filter(({ asker }) => asker !== me.addr).map(({ mid }) => mid));
      const areHidden = (mid: string, result: string) => result === "no-key" && others.has(mid);
      hideAnswers(
        results.filter((one) => !areHidden(one.mid, one.result)).map(({ mid }) => mid),
        false,
      );
      hideAnswers(
        results.filter((one) => areHidden(one.mid, one.result)).map(({ mid }) => mid),
        true,
      );
      setOpened((before) => new Map([...before, ...results.map((one) => [one.mid, answerDrawn(one)] as const)]));
    };
    // Without a line they are tried with the next change of the list.
    open().catch(() => {
      for (const { mid } of wanted) tried.current.delete(mid);
    });
  }, [answers, client, enabled, me.addr, round]);
  const rows = useMemo(
    () =>
      (enabled ? answers : [])
        .filter(({ mid, read_at }) => !hidden.has(mid) && (!onlyUnread || read_at === null))
        .map(({ mid, arrived_at, read_at, expires_at }) => ({
          ...{ mid: answerRow(mid), at: new Date(arrived_at), unread: read_at === null },
          ...{ expiresAt: expires_at === null ? null : new Date(expires_at), opened: opened.get(mid) ?? LOCKED },
        })),
    [answers, opened, enabled, onlyUnread, hidden],
  );
  return { rows, hasMore, more };
}

/** Both by time, as far as both are known: what one list still holds back could stand between. */
export function withAnswers(
  messages: readonly Row[],
  answers: readonly Row[],
  more: { readonly messages: boolean; readonly answers: boolean },
): Row[] {
  const oldest = (rows: readonly Row[], hasMore: boolean) => (hasMore ? (rows.at(-1)?.at.getTime() ?? 0) : 0);
  const from = Math.max(oldest(messages, more.messages), oldest(answers, more.answers));
  return [...messages, ...answers]
    .filter(({ at }) => at.getTime() >= from)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}
