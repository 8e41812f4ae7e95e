/**
 * Says that a message arrived to somebody who does not see the dot: from whom, and only after the message itself has
 * proved it. Of an answer from outside that it came, and only after it opened with the link that was passed on. A notice
 * goes after a while, so that nobody reads an old one later.
 */
import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { listedAnswer } from "../mailbox/answers.ts";
import { fetchDelivery, listed } from "../mailbox/boxes.ts";
import { openDeliveries } from "../mailbox/opening.ts";
import { openedRow } from "../mailbox/showing.ts";
import { shortName } from "../mailbox/words.ts";
import type { OpenResult } from "../worker/shapes.ts";

/** The number tells two notices apart that say the same. */
export interface Arrival {
  readonly number: number;
  readonly text: string;
}

/** What came: a message or an answer, by its mid. */
export interface Came {
  readonly kind: "message" | "answer";
  readonly mid: string;
}

const STAYS_MS = 10_000;
const ANSWERED = "New answer from outside";

/** "New message from Jonas"; null for what did not open: the server alone says that it is from somebody. */
export function arrivalText(result: OpenResult, me: string): string | null {
  const row = openedRow(result, "inbox", me, new Map());
  return row?.kind === "opened" ? `New message from ${shortName(row.who)}` : null;
}

async function messageText(client: QueryClient, mid: string, me: string): Promise<string | null> {
  const delivery = listed(client, mid) ?? (await fetchDelivery(mid));
  if (delivery.box !== "inbox" || delivery.read_at !== null) return null;
  const texts: (string | null)[] = [];
  await openDeliveries([delivery], (results) => texts.push(...results.map((result) => arrivalText(result, me))));
  return texts.find((text) => text !== null) ?? null;
}

async function answerText(client: QueryClient, mid: string): Promise<string | null> {
  const answer = listedAnswer(client, mid);
  if (answer?.read_at !== null) return null;
  const { openAnswers } = await import("../mailbox/answerActs.ts");
  const [opened] = await openAnswers(client, [answer]);
  return opened?.result === "opened" ? ANSWERED : null;
}

/** The notice to say now, and what hears of everything that came by the live stream. */
export function useArrivals(me: string): {
  arrival: Arrival | null;
  hear: (client: QueryClient, came: Came) => Promise<void>;
} {
  const [arrival, setArrival] = useState<Arrival | null>(null);
  useEffect(() => {
    if (arrival === null) return undefined;
    const timer = setTimeout(() => setArrival(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [arrival]);
  const hear = useCallback(
    async (client: QueryClient, { kind, mid }: Came) => {
      // Nobody listens to a tab that is not shown.
      if (document.hidden) return;
      const text = kind === "answer" ? await answerText(client, mid) : await messageText(client, mid, me);
      if (text !== null) setArrival((last) => ({ number: (last?.number ?? 0) + 1, text }));
    },
    [me],
  );
  return { arrival, hear };
}
