/**
 * Inbox and Sent as the server has them: sealed deliveries in pages, kept current by events.
 *
 * Nothing opened is kept here. Applying an event gives the same state as fetching again (spec/api.md 8): `place` is the
 * number this tab stands at, and an answer that is older than it is asked for again.
 */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../api/client.ts";
import type { Schemas } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import type { LiveEvent } from "../live/events.ts";
import { place } from "../live/place.ts";

export type Delivery = Schemas["Delivery"];
export type Folder = "inbox" | "sent";
type Page = Schemas["DeliveryPage"];
export type Pages = InfiniteData<Page, string | null>;

const PAGE = 50;
const TRIES = 5;

export const boxKey = (folder: Folder, onlyUnread: boolean) => ["box", folder, onlyUnread] as const;
export const UNREAD_KEY = ["unread"] as const;
export const readersKey = (mid: string) => ["readers", mid] as const;

/** A page that shows everything up to this tab's place. */
export async function fetchPage(
  folder: Folder,
  onlyUnread: boolean,
  cursor: string | null,
  limit = PAGE,
): Promise<Page> {
  const query = { box: folder, limit, ...(onlyUnread ? { unread: true } : {}), ...(cursor === null ? {} : { cursor }) };
  let page = await bodyOf(http.GET("/v1/messages", { params: { query } }));
  for (let tries = 1; page.number < place.number && tries < TRIES; tries++)
    page = await bodyOf(http.GET("/v1/messages", { params: { query } }));
  return page;
}

/** How many messages of the inbox are unread. */
export async function fetchUnread(): Promise<number> {
  const page = await fetchPage("inbox", true, null, 1);
  place.answered(page.number);
  return page.unread;
}

export async function fetchDelivery(mid: string): Promise<Delivery> {
  return bodyOf(http.GET("/v1/messages/{mid}", { params: { path: { mid } } }));
}

/** The delivery as the lists have it; null when they do not. */
export function listed(client: QueryClient, mid: string): Delivery | null {
  for (const [, pages] of client.getQueriesData<Pages>({ queryKey: ["box"] }))
    for (const page of pages?.pages ?? []) {
      const found = page.items.find((item) => item.mid === mid);
      if (found !== undefined) return found;
    }
  return null;
}

/**
 * The last question about each message that is on its way. An answer says nothing of what came after it was asked for: where
 * the message was asked for anew or taken out of the lists meanwhile, it would bring an old row back.
 */
const asking = new Map<string, object>();

/** Bring the lists up to one event. */
export async function applyEvent(client: QueryClient, { kind, id }: LiveEvent): Promise<void> {
  if (id === null) return;
  if (kind === "deleted" || kind === "expired") {
    removeRows(client, [id]);
    await countAgain(client);
    return;
  }
  if (kind !== "message" && kind !== "marked" && kind !== "read") return;
  const question = {};
  asking.set(id, question);
  try {
    const delivery = await fetchDelivery(id);
    if (asking.get(id) === question) putRow(client, delivery);
  } catch (problem) {
    if (!isProblem(problem, "message-not-found", "message-expired")) throw problem;
    removeRows(client, [id]);
  } finally {
    if (asking.get(id) === question) asking.delete(id);
  }
  if (kind === "read") await client.invalidateQueries({ queryKey: readersKey(id) });
  else await countAgain(client);
}

/** Something was missed: fetch again what is shown, and what stands beside it. */
export async function fetchAgain(client: QueryClient): Promise<void> {
  await client.refetchQueries({ queryKey: UNREAD_KEY });
  await client.invalidateQueries({ queryKey: ["box"] });
  await client.invalidateQueries({ queryKey: ["readers"] });
}

export async function countAgain(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: UNREAD_KEY });
}

/** Take rows out of the lists at once. */
export function removeRows(client: QueryClient, mids: readonly string[]): void {
  for (const mid of mids) asking.delete(mid);
  eachBox(client, (items) => items.filter((item) => !mids.includes(item.mid)));
}

/** Show rows as read or unread at once; a row of the unread filter stays until the list is fetched again. */
export function markRows(client: QueryClient, mids: readonly string[], readAt: string | null): void {
  eachBox(client, (items) => items.map((item) => (mids.includes(item.mid) ? { ...item, read_at: readAt } : item)));
}

/** Replace a row, or put a new one where its time belongs. */
function putRow(client: QueryClient, delivery: Delivery): void {
  for (const [key, pages] of client.getQueriesData<Pages>({ queryKey: ["box"] })) {
    const [, folder, onlyUnread] = key as ReturnType<typeof boxKey>;
    if (pages === undefined || folder !== delivery.box) continue;
    const isListed = pages.pages.some((page) => page.items.some(({ mid }) => mid === delivery.mid));
    if (!isListed && onlyUnread && delivery.read_at !== null) continue;
    client.setQueryData<Pages>(key, {
      ...pages,
      pages: pages.pages.map((page, index) => ({
        ...page,
        items: isListed
          ? page.items.map((item) => (item.mid === delivery.mid ? delivery : item))
          : index === 0
            ? insert(page.items, delivery)
            : page.items,
      })),
    });
  }
}

function insert(items: Delivery[], delivery: Delivery): Delivery[] {
  const at = items.findIndex(({ arrived_at }) => arrived_at <= delivery.arrived_at);
  return at < 0 ? [...items, delivery] : items.toSpliced(at, 0, delivery);
}

function eachBox(client: QueryClient, change: (items: Delivery[]) => Delivery[]): void {
  client.setQueriesData<Pages>({ queryKey: ["box"] }, (pages) =>
    pages === undefined
      ? undefined
      : { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}
