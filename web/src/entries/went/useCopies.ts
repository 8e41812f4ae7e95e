/** Whom copies of an entry went to, and whether they were read: what the entry itself does not hold comes from Sent. */
import { useQuery } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { isProblem } from "../../api/problems.ts";
import { ENTRIES_KEY } from "../saving.ts";
import type { EntrySent } from "../model.ts";
import { namesFor } from "../../mailbox/addressees.ts";
import { fetchDelivery } from "../../mailbox/boxes.ts";
import type { Delivery } from "../../mailbox/boxes.ts";
import { openDeliveries } from "../../mailbox/opening.ts";
import { openedRow } from "../../mailbox/showing.ts";
import { useUnlocked } from "../../session/state.ts";
import type { OpenResult } from "../../worker/shapes.ts";
import type { Went } from "./words.ts";

/** What could not be told is asked for again so often, as in every list of messages. */
const AGAIN_MS = 30_000;

/** Until it is known, every copy is told of by its time alone. */
export function useCopies(sent: readonly EntrySent[]): ReadonlyMap<string, Went> {
  const { me } = useUnlocked();
  const mids = sent.map(({ mid }) => mid);
  const found = useQuery({
    queryKey: [...ENTRIES_KEY, "copies", mids],
    queryFn: () => lookUp(sent, me.addr),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.size === sent.length ? false : AGAIN_MS),
  });
  return found.data ?? new Map();
}

async function lookUp(sent: readonly EntrySent[], me: string): Promise<ReadonlyMap<string, Went>> {
  const went = new Map<string, Went>();
  const messages = await Promise.all(
    sent.map(async (copy) => {
      if (copy.isLink) went.set(copy.mid, await linkOf(copy.mid));
      else return deliveryOf(copy.mid);
      return null;
    }),
  );
  const deliveries = new Map<string, Delivery>();
  for (const [at, delivery] of messages.entries()) {
    const copy = sent[at];
    if (copy === undefined || delivery === null) continue;
    if (delivery === "gone") went.set(copy.mid, { kind: "gone" });
    else deliveries.set(copy.mid, delivery);
  }
  const opened: OpenResult[] = [];
  await openDeliveries([...deliveries.values()], (results) => void opened.push(...results));
  const names = await namesFor(opened);
  for (const result of opened) {
    const delivery = deliveries.get(result.mid);
    const row = openedRow(result, "sent", me, names);
    if (delivery === undefined || row?.kind !== "opened") continue;
    const who = row.group === undefined ? row.who : { addr: row.group.gid, name: row.group.name };
    const isGroup = row.group !== undefined;
    went.set(result.mid, { kind: "message", who, isGroup, box: delivery.box, readAt: null });
  }
  await Promise.all([...deliveries.values()].map((delivery) => addReading(went, delivery)));
  return went;
}

async function deliveryOf(mid: string): Promise<Delivery | "gone"> {
  try {
    return await fetchDelivery(mid);
  } catch (problem) {
    if (isProblem(problem, "message-not-found")) return "gone";
    throw problem;
  }
}

async function linkOf(id: string): Promise<Went> {
  try {
    await bodyOf(http.GET("/v1/links/{link_id}", { params: { path: { link_id: id } } }));
    return { kind: "link" };
  } catch (problem) {
    if (isProblem(problem, "link-not-found")) return { kind: "gone" };
    throw problem;
  }
}

/** When the one person whom it went to has read it. */
async function addReading(went: Map<string, Went>, delivery: Delivery): Promise<void> {
  const known = went.get(delivery.mid);
  if (known?.kind !== "message" || delivery.recipient_count !== 1 || delivery.read_count !== 1) return;
  const call = http.GET("/v1/messages/{mid}/readers", { params: { path: { mid: delivery.mid } } });
  // Without an answer nothing is said of it.
  const [reader] = await bodyOf(call).then(
    ({ readers }) => readers,
    () => [],
  );
  if (reader?.read_at != null) went.set(delivery.mid, { ...known, readAt: new Date(reader.read_at) });
}
