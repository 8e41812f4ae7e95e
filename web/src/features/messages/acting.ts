/** What is done to messages: marked, deleted. The lists show it at once and are put right when the server refuses. */
import type { QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { saveReceipts } from "../../keys/receipts.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { countAgain, fetchAgain, markRows, removeRows } from "../../mailbox/boxes.ts";

/** spec/api.md, section 7: so many in one request. */
const MOST = 100;

function* portions(mids: readonly string[]): Generator<string[]> {
  for (let at = 0; at < mids.length; at += MOST) yield mids.slice(at, at + MOST);
}

let last: Promise<unknown> = Promise.resolve();

/** Marks reach the server in the order in which they were made: of two on their way at once the older could win. */
async function inOrder(act: () => Promise<unknown>): Promise<void> {
  const mine = last.then(act);
  last = mine.catch(() => undefined);
  await mine;
}

/** Mark as read or unread. `receipt`: the sender may know; only ever for one opened message whose sender asked. */
export async function markRead(
  client: QueryClient,
  mids: readonly string[],
  read: boolean,
  receipt = false,
): Promise<void> {
  markRows(client, mids, read ? new Date().toISOString() : null);
  await inOrder(() =>
    tried(client, async () => {
      for (const some of portions(mids)) {
        const items = some.map((mid) => ({ mid, read, receipt }));
        await bodyOf(http.POST("/v1/messages/read", { body: { items } }));
      }
    }),
  );
  await countAgain(client);
}

/** Delete for me. Remembered in the receipts, so that it is not shown again even if it is delivered again. */
export async function deleteMessages(client: QueryClient, mids: readonly string[]): Promise<void> {
  removeRows(client, mids);
  const isDone = await tried(client, async () => {
    for (const some of portions(mids)) await bodyOf(http.POST("/v1/messages/delete", { body: { mids: some } }));
    await keyring().markDeleted(mids);
    await saveReceipts(true);
  });
  if (isDone) toast({ message: mids.length === 1 ? "Message deleted" : `${mids.length} messages deleted` });
  await countAgain(client);
}

async function tried(client: QueryClient, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (problem) {
    // Gone on another device meanwhile: fetching again shows how it is.
    if (!isProblem(problem, "message-not-found", "message-expired")) toast({ message: sentenceOf(problem) });
    await fetchAgain(client);
    return false;
  }
}
