/**
 * What the rows of a list show after opening, for as long as the list is shown. Only what a row draws is kept: no text.
 *
 * Every delivery is opened once. What could not be checked yet, or came from a key that is new, is tried again twice a
 * minute, and when a key was checked.
 */
import { useEffect, useRef, useState } from "react";
import { onKeyAccepted } from "../../keys/people.ts";
import type { OpenResult } from "../../worker/shapes.ts";
import type { Delivery, Folder } from "../../mailbox/boxes.ts";
import { namesFor } from "../../mailbox/addressees.ts";
import { openDeliveries } from "../../mailbox/opening.ts";
import { openedRow } from "../../mailbox/showing.ts";
import type { Facts, OpenedRow } from "../../mailbox/showing.ts";

const AGAIN_MS = 30_000;

/** `hidden`: it was deleted before, or is not shown for another reason. */
export type OpenedRows = ReadonlyMap<string, OpenedRow | "hidden">;

export function useOpenedRows(deliveries: readonly Delivery[], folder: Folder, me: string): OpenedRows {
  const [opened, setOpened] = useState<OpenedRows>(new Map());
  const tried = useRef(new Set<string>());
  const again = useRef(new Set<string>());
  const [round, setRound] = useState(0);
  useEffect(() => {
    const tryAgain = () => {
      for (const mid of again.current) tried.current.delete(mid);
      again.current.clear();
      setRound((last) => last + 1);
    };
    const timer = setInterval(tryAgain, AGAIN_MS);
    const stopListening = onKeyAccepted(tryAgain);
    return () => {
      clearInterval(timer);
      stopListening();
    };
  }, []);
  useEffect(() => {
    let isCurrent = true;
    const known = tried.current;
    const wanted = deliveries.filter(({ mid }) => !known.has(mid));
    const reached = new Set<string>();
    for (const { mid } of wanted) known.add(mid);
    const take = async (results: readonly OpenResult[]) => {
      for (const { mid } of results) reached.add(mid);
      const facts = folder === "sent" ? await namesFor(results) : new Map();
      for (const { mid, result } of results) if (result === "retry" || result === "changed-key") again.current.add(mid);
      setOpened((before) => withResults(before, results, folder, me, facts));
    };
    void openDeliveries(
      wanted,
      (results) => void take(results),
      () => isCurrent,
    );
    return () => {
      isCurrent = false;
      // What was not reached because the list changed is reached by the next run.
      for (const { mid } of wanted) if (!reached.has(mid)) known.delete(mid);
    };
  }, [deliveries, folder, me, round]);
  return opened;
}

function withResults(
  before: OpenedRows,
  results: readonly OpenResult[],
  folder: Folder,
  me: string,
  facts: Facts,
): OpenedRows {
  const next = new Map(before);
  for (const result of results) {
    const row = openedRow(result, folder, me, facts);
    if (row !== null) next.set(result.mid, row);
    else if (result.result === "deleted") next.set(result.mid, "hidden");
  }
  return next;
}
