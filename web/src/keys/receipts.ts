/** Receipts: what was opened and deleted before. Read once after unlocking, written when enough wait or before a lock. */
import { bodyOf, http, ifMatch } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import { inTurn } from "./inTurn.ts";
import { keyring } from "./keyring.ts";

/** Fetch every segment into the worker, oldest first. Before this nothing tells a message from its repetition. */
export async function loadReceipts(): Promise<void> {
  const { segments } = await bodyOf(http.GET("/v1/receipts"));
  const numbers = segments.map(({ n }) => n).sort((a, b) => a - b);
  for (const n of numbers) await takeSegment(n);
}

/** Write what waits: `now` also when little does, for a lock and for the end of five minutes. */
export async function saveReceipts(now: boolean): Promise<void> {
  await inTurn("receipts", async () => {
    for (;;) {
      const pending = await keyring().pendingReceipts();
      if (pending === null || !(now || pending.isDue)) return;
      const { n, ifMatch: version, body } = pending;
      try {
        const call = http.PUT("/v1/receipts/{n}", { params: { path: { n } }, body, headers: ifMatch(version) });
        const saved = await bodyOf(call);
        await keyring().receiptsSaved(saved.n, saved.ver);
      } catch (problem) {
        if (!isProblem(problem, "receipts-changed", "version-not-next")) throw problem;
        await takeSegment(n);
      }
    }
  });
}

async function takeSegment(n: number): Promise<void> {
  const segment = await bodyOf(http.GET("/v1/receipts/{n}", { params: { path: { n } } }));
  await keyring().takeReceipts(segment);
}
