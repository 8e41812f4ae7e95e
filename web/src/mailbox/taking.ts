/** Taking the keys of requests that opened messages hand over, and keeping them. Loaded when there is one. */
import { bodyOf, http } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { fetchEntries, saveVaultSoon } from "../keys/vault.ts";
import type { Handed } from "./model.ts";

/** One after another: two openings of one message must not keep its request twice. */
let last: Promise<unknown> = Promise.resolve();

export function takeHanded(mids: readonly string[]): Promise<ReadonlyMap<string, Handed>> {
  const next = last.catch(() => undefined).then(() => takeAll(mids));
  last = next;
  return next;
}

async function takeAll(mids: readonly string[]): Promise<ReadonlyMap<string, Handed>> {
  await fetchEntries();
  const states = new Map<string, Handed>();
  for (const { mid, id, state } of await keyring().request("handedRequests", mids))
    states.set(mid, state === "wanted" ? await takeOne(mid, id) : state);
  saveVaultSoon();
  return states;
}

async function takeOne(mid: string, id: string): Promise<Handed> {
  try {
    const { asker, mark, label } = await bodyOf(
      http.GET("/v1/requests/{request_id}", { params: { path: { request_id: id } } }),
    );
    return await keyring().request("takeRequest", mid, { asker, mark, label });
  } catch (problem) {
    if (isProblem(problem, "request-not-found")) return "over";
    throw problem;
  }
}
