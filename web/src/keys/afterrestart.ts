/**
 * What only a key log that was begun anew asks of the page; fetched when it happens.
 *
 * Old messages are checked against the old log, which the worker replays from what is handed in here.
 */
import { http, ifMatch } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import type { FormerAnswer, LogFacts } from "../worker/shapes.ts";
import { keyring } from "./keyring.ts";

/** After a restored server my newest entry is not in its log: it goes there again. False when the server knows others. */
export async function publishAgain(): Promise<boolean> {
  const { ifMatch: version, body } = await keyring().ownEntry();
  try {
    await http.POST("/v1/entries", { body, headers: ifMatch(version) });
    return true;
  } catch (problem) {
    // The server knows other entries than I do: sending stays off, and the banner says so.
    if (isProblem(problem, "entry-refused", "entry-out-of-date", "too-many-requests")) return false;
    throw problem;
  }
}

/** Bring the worker what the server has of these logs. What cannot be had now is asked for again with the next sync. */
export async function takeFormerLogs(origins: readonly string[]): Promise<LogFacts> {
  for (const origin of origins) await takeFormerLog(origin).catch(() => undefined);
  return keyring().logFacts();
}

async function takeFormerLog(origin: string): Promise<void> {
  let next = await keyring().takeFormerLog(origin, "begin");
  while (next !== null) next = await keyring().takeFormerLog(origin, await askFor(origin, next));
}

async function askFor(origin: string, from: number): Promise<FormerAnswer> {
  const params = { path: { instance: origin.split("/")[1] ?? "" }, query: { from } };
  try {
    const { data } = await http.GET("/v1/log/old/{instance}", { params, parseAs: "arrayBuffer" });
    return new Uint8Array(data ?? new ArrayBuffer(0));
  } catch (problem) {
    if (isProblem(problem, "log-not-found", "log-position")) return "lost";
    throw problem;
  }
}
