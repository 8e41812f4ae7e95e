/**
 * Opening deliveries in the worker, a few at a time, asking for what they need: the log, or somebody's keys.
 *
 * What cannot be opened yet is given back as `retry` and is asked again later by whoever shows it.
 */
import { ConnectionLost, isProblem } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { syncLog } from "../keys/keylog.ts";
import { learnPeople } from "../keys/people.ts";
import { saveReceipts } from "../keys/receipts.ts";
import { saveVaultSoon } from "../keys/vault.ts";
import { isLockedMeanwhile } from "../worker/calls.ts";
import type { OpenResult } from "../worker/shapes.ts";
import { fetchDelivery } from "./boxes.ts";
import type { Delivery } from "./boxes.ts";
import { noteHanded } from "./handing.ts";

/** Few enough that another call does not wait long behind them. */
const AT_ONCE = 6;
const ROUNDS = 3;

/** Open what is given, in order; `opened` hears of each as soon as it is decided. */
export async function openDeliveries(
  deliveries: readonly Delivery[],
  opened: (results: readonly OpenResult[]) => void,
  isWanted: () => boolean = () => true,
): Promise<void> {
  try {
    for (let at = 0; at < deliveries.length && isWanted(); at += AT_ONCE) {
      const results = await openSome(await wholeOnes(deliveries.slice(at, at + AT_ONCE)));
      opened(results);
      noteHanded(results);
    }
  } catch (problem) {
    if (isLockedMeanwhile(problem) || isProblem(problem, "not-signed-in")) return;
    throw problem;
  }
  saveVaultSoon();
  // Receipts that cannot be written now are written with the next ones.
  saveReceipts(false).catch(() => undefined);
}

/** Long contents do not travel with a list: they are fetched one by one. One that is gone meanwhile is left out. */
async function wholeOnes(deliveries: readonly Delivery[]): Promise<readonly Delivery[]> {
  const whole = await Promise.all(
    deliveries.map(async (one) => {
      if (one.content !== null && one.recipients !== null) return one;
      return fetchDelivery(one.mid).catch(() => null);
    }),
  );
  return whole.filter((one) => one !== null);
}

async function openSome(deliveries: readonly Delivery[]): Promise<readonly OpenResult[]> {
  const results = new Map<string, OpenResult>();
  let open = deliveries;
  for (let round = 0; open.length > 0; round++) {
    for (const result of await keyring().openMessages(open)) results.set(result.mid, result);
    const waiting = open.filter(({ mid }) => results.get(mid)?.result === "retry");
    if (waiting.length === 0 || round === ROUNDS) break;
    const retries = waiting.map(({ mid }) => results.get(mid)).filter((one) => one?.result === "retry");
    const needs = new Set(retries.map((one) => one.needs));
    // A message proved that somebody is shown another log: the whole page has to hear it.
    if (needs.has("stopped")) await syncLog().catch(() => undefined);
    if (!needs.has("sync") && !needs.has("people")) break;
    try {
      if (needs.has("sync")) await syncLog();
      // Named one by one: whoever joined after the last sync is only found with the newest log.
      if (needs.has("people")) await learnPeople(retries.flatMap((one) => one.addrs));
    } catch (problem) {
      if (problem instanceof ConnectionLost) break;
      throw problem;
    }
    open = waiting;
  }
  return deliveries.flatMap(({ mid }) => results.get(mid) ?? []);
}
