/**
 * Says that a message arrived to somebody who does not see the dot: from whom, and only after the message itself has
 * proved it. A notice goes after a while, so that nobody reads an old one later.
 */
import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
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

const STAYS_MS = 10_000;

/** "New message from Jonas"; null for what did not open: the server alone says that it is from somebody. */
export function arrivalText(result: OpenResult, me: string): string | null {
  const row = openedRow(result, "inbox", me, new Map());
  return row?.kind === "opened" ? `New message from ${shortName(row.who)}` : null;
}

/** The notice to say now, and what hears of a message of the live stream. */
export function useArrivals(me: string): {
  arrival: Arrival | null;
  hear: (client: QueryClient, mid: string) => Promise<void>;
} {
  const [arrival, setArrival] = useState<Arrival | null>(null);
  useEffect(() => {
    if (arrival === null) return undefined;
    const timer = setTimeout(() => setArrival(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [arrival]);
  const hear = useCallback(
    async (client: QueryClient, mid: string) => {
      // Nobody listens to a tab that is not shown.
      if (document.hidden) return;
      const delivery = listed(client, mid) ?? (await fetchDelivery(mid));
      if (delivery.box !== "inbox" || delivery.read_at !== null) return;
      await openDeliveries([delivery], (results) => {
        for (const result of results) {
          const text = arrivalText(result, me);
          if (text !== null) setArrival((last) => ({ number: (last?.number ?? 0) + 1, text }));
        }
      });
    },
    [me],
  );
  return { arrival, hear };
}
