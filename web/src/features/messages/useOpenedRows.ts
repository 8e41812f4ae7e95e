/**
 * What the rows of a list show after opening, for as long as the list is shown. Only what a row draws is kept: no text.
 *
 * Every delivery is opened once. What could not be checked yet is tried again after every change of the list, and twice
 * a minute.
 */
import { useEffect, useRef, useState } from "react";
import { learnPeople } from "../../keys/people.ts";
import type { OpenResult } from "../../worker/shapes.ts";
import type { Delivery, Folder } from "./boxes.ts";
import { openDeliveries } from "./opening.ts";
import { openedRow } from "./showing.ts";
import type { Facts, OpenedRow } from "./showing.ts";

const AGAIN_MS = 30_000;

/** `hidden`: it was deleted before, or is not shown for another reason. */
export type OpenedRows = ReadonlyMap<string, OpenedRow | "hidden">;

export function useOpenedRows(deliveries: readonly Delivery[], folder: Folder, me: string): OpenedRows {
  const [opened, setOpened] = useState<OpenedRows>(new Map());
  const tried = useRef(new Map<string, Delivery>());
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setRound((last) => last + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    let isCurrent = true;
    const isNew = (delivery: Delivery) =>
      !opened.has(delivery.mid) && delivery.content !== null && tried.current.get(delivery.mid) === undefined;
    const wanted = deliveries.filter(isNew);
    for (const delivery of wanted) tried.current.set(delivery.mid, delivery);
    const take = async (results: readonly OpenResult[]) => {
      const facts = folder === "sent" ? await namesFor(results) : new Map();
      for (const result of results) if (result.result === "retry") tried.current.delete(result.mid);
      setOpened((before) => withResults(before, results, folder, me, facts));
    };
    void openDeliveries(
      wanted,
      (results) => void take(results),
      () => isCurrent,
    ).finally(() => {
      // What was not reached because the list changed is reached by the next run.
      if (!isCurrent) for (const { mid } of wanted) tried.current.delete(mid);
    });
    return () => {
      isCurrent = false;
    };
    // `opened` only spares work: a result that comes in does not start another run.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
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

/** Verified names of those a message went to, where the row shows one. */
async function namesFor(results: readonly OpenResult[]): Promise<Facts> {
  const addrs = results.flatMap((result) =>
    "message" in result && result.message.groups.length === 0
      ? result.message.to.slice(0, 2).map(({ addr }) => addr)
      : [],
  );
  if (addrs.length === 0) return new Map();
  try {
    return new Map((await learnPeople(addrs)).map((facts) => [facts.addr, facts]));
  } catch {
    // Without an answer the rows show addresses, which are signed as well.
    return new Map();
  }
}
