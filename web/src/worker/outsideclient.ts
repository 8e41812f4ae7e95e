// The outsider's page's side of its worker. Apart from client.ts, which would bring the scripts of the whole app along.
import { wrap } from "comlink";
import { callsOf } from "./calls.ts";
import type { Door } from "./door.ts";
import scriptUrl from "./outside.worker.ts?worker&url";
import type { LinkVerbs } from "./outsideprotocol.ts";
import { trustedScript } from "./trusted.ts";

/** Start a worker for one link, through the Trusted Types policy `waxpost-worker`, which lets only this script through. */
export function startOutsideWorker(): { verbs: LinkVerbs; end: () => void } {
  const worker = new Worker(trustedScript(scriptUrl), { type: "module", name: "waxpost-link" });
  // The calls are the same for every door; which verbs there are, the protocol says.
  return { verbs: callsOf(wrap<Door>(worker)) as unknown as LinkVerbs, end: () => worker.terminate() };
}
