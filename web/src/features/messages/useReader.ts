/**
 * State of the reader: fetches one delivery, opens it, and marks it read. The opened message lives here and nowhere else,
 * for as long as it is shown.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { bodyOf, http } from "../../api/client.ts";
import { isProblem } from "../../api/problems.ts";
import { learnPeople, onKeyAccepted } from "../../keys/people.ts";
import { useUnlocked } from "../../session/state.ts";
import type { OpenResult, PersonFacts } from "../../worker/shapes.ts";
import { markRead } from "./acting.ts";
import { fetchDelivery, listed, readersKey } from "../../mailbox/boxes.ts";
import type { Delivery, Folder } from "../../mailbox/boxes.ts";
import type { Reader, Shown } from "../../mailbox/model.ts";
import { openDeliveries } from "../../mailbox/opening.ts";
import { shownOf, someone } from "../../mailbox/showing.ts";
import type { Facts } from "../../mailbox/showing.ts";
import { isOver, useTimeWithEnds } from "./useTimeWithEnds.ts";
import { fullName } from "../../mailbox/words.ts";

const AGAIN_MS = 30_000;

interface OpenedHere {
  readonly mid: string;
  readonly result: OpenResult;
  readonly delivery: Delivery;
  readonly facts: Facts;
}

export interface ReaderState {
  shown: Shown;
  facts: Facts;
  result: OpenResult | null;
  retry: () => void;
}

export function useReader(mid: string, folder: Folder, now: Date): ReaderState {
  const client = useQueryClient();
  const { me, policies } = useUnlocked();
  const [here, setHere] = useState<OpenedHere | null>(null);
  const [round, setRound] = useState(0);
  const query = useQuery({
    queryKey: ["delivery", mid],
    queryFn: () => {
      const known = listed(client, mid);
      return known !== null && known.content !== null && known.recipients !== null ? known : fetchDelivery(mid);
    },
    gcTime: 0,
  });
  const delivery = query.data;
  useEffect(() => {
    if (delivery === undefined) return undefined;
    let isCurrent = true;
    const show = async (result: OpenResult) => {
      const facts = await factsFor(result);
      if (isCurrent) setHere({ mid, result, delivery, facts });
    };
    void openDeliveries([delivery], ([result]) => void (result !== undefined && show(result)));
    return () => {
      isCurrent = false;
    };
  }, [delivery, mid, round]);
  const result = here?.mid === mid ? here.result : null;
  useEffect(() => {
    if (result?.result !== "retry") return undefined;
    const timer = setInterval(() => setRound((last) => last + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, [result]);
  useEffect(() => onKeyAccepted(() => setRound((last) => last + 1)), []);
  useEffect(() => {
    if (result === null || folder !== "inbox" || delivery?.read_at !== null || !isSeen(result)) return;
    const mayTell = "message" in result && result.message.receipts && policies.receipts;
    void markRead(client, [mid], true, mayTell);
    // Once per opening: marking it unread while it is shown must not mark it read again.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [result]);
  const shown =
    here?.mid === mid
      ? told(shownOf(here.result, here.delivery, me.addr, here.facts, now), policies.receipts)
      : notOpened(query.error);
  const time = useTimeWithEnds(now, [endOf(shown)]);
  return {
    shown: expired(shown, time),
    facts: here?.facts ?? new Map(),
    result,
    retry: () => {
      if (query.isError) void query.refetch();
      else setRound(round + 1);
    },
  };
}

/** The sender is told only where the organisation allows it. */
function told(shown: Shown, isAllowed: boolean): Shown {
  if (shown.kind !== "message" || isAllowed) return shown;
  return { kind: "message", message: { ...shown.message, receipts: false } };
}

function endOf(shown: Shown): Date | null {
  return shown.kind === "message" ? shown.message.expiresAt : null;
}

/** What is open closes when its time is over, also when nobody tells this page. */
function expired(shown: Shown, time: Date): Shown {
  if (shown.kind !== "message" || shown.message.expiresAt === null) return shown;
  const { from, expiresAt, key } = shown.message;
  return isOver(expiresAt, time)
    ? { kind: "expired", from: key === "own" ? "You" : fullName(from), at: expiresAt }
    : shown;
}

/** The person saw what there is to see. What may open later stays unread. */
function isSeen({ result }: OpenResult): boolean {
  return result !== "retry" && result !== "not-fetched" && result !== "changed-key";
}

function notOpened(problem: unknown): Shown {
  if (isProblem(problem, "message-expired")) return { kind: "expired", from: "The sender", at: expiryOf(problem) };
  if (isProblem(problem, "message-not-found")) return { kind: "gone" };
  return problem === null ? { kind: "loading" } : { kind: "failed" };
}

function expiryOf(problem: { text: (name: string) => string | null }): Date {
  const at = new Date(problem.text("exp") ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** Verified names, and who has a namesake, for everybody the message names. */
async function factsFor(result: OpenResult): Promise<Facts> {
  const addrs = "message" in result ? [result.message.from, ...result.message.to].map(({ addr }) => addr) : [];
  if ("message" in result) addrs.push(...result.message.omitted);
  if (result.result === "changed-key") addrs.push(result.header.from.addr);
  if (addrs.length === 0) return new Map();
  try {
    return new Map((await learnPeople(addrs)).map((facts: PersonFacts) => [facts.addr, facts]));
  } catch {
    return new Map();
  }
}

/** Who has read my message; null while it loads, or in the inbox. */
export function useReaders(mid: string, isMine: boolean): Reader[] | null {
  const query = useQuery({
    queryKey: readersKey(mid),
    queryFn: async () => {
      const call = http.GET("/v1/messages/{mid}/readers", { params: { path: { mid } } });
      const { readers } = await bodyOf(call);
      const facts = new Map((await learnPeople(readers.map(({ addr }) => addr))).map((one) => [one.addr, one]));
      return readers.map(({ addr, state, read_at }) => ({
        person: someone({ addr, name: null }, facts),
        state,
        readAt: read_at === null ? null : new Date(read_at),
      }));
    },
    enabled: isMine,
  });
  return query.data ?? null;
}
