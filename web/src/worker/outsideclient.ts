// The outsider's page's side of its worker. Apart from client.ts, which would bring the scripts of the whole app along.
import { wrap } from "comlink";
import { callsOf } from "./calls.ts";
import type { Door } from "./door.ts";
import scriptUrl from "./outside.worker.ts?worker&url";
import type { LinkVerbs } from "./outsideprotocol.ts";

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (input: string) => string },
  ): { createScriptURL(input: string): unknown };
}

/** Start a worker for one link, through the Trusted Types policy `waxpost-worker`, which lets only this script through. */
export function startOutsideWorker(): { verbs: LinkVerbs; end: () => void } {
  const worker = new Worker(trusted(), { type: "module", name: "waxpost-link" });
  // The calls are the same for every door; which verbs there are, the protocol says.
  return { verbs: callsOf(wrap<Door>(worker)) as unknown as LinkVerbs, end: () => worker.terminate() };
}

/** Made once: a page may not make two policies of one name. */
let allowed: string | null = null;

function trusted(): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return scriptUrl;
  allowed ??= factory
    .createPolicy("waxpost-worker", {
      createScriptURL: (input) => {
        if (input !== scriptUrl) throw new TypeError("another script than our worker");
        return input;
      },
      // The type of `Worker` does not know trusted URLs yet.
    })
    .createScriptURL(scriptUrl) as string;
  return allowed;
}
