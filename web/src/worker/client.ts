// The page's side of the crypto worker: starts it, and hands out its verbs.
import { wrap } from "comlink";
import { callsOf } from "./calls.ts";
import scriptUrl from "./crypto.worker.ts?worker&url";
import type { Door } from "./door.ts";
import type { CryptoVerbs } from "./protocol.ts";

interface ScriptPolicy {
  createScriptURL(input: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (input: string) => string }): ScriptPolicy;
}

/** Start the worker through the Trusted Types policy `waxpost-worker`, which lets only this one script through. */
export function startCryptoWorker(): { verbs: CryptoVerbs; end: () => void } {
  const worker = new Worker(trustedScript(), { type: "module", name: "waxpost-crypto" });
  return { verbs: callsOf(wrap<Door>(worker)), end: () => worker.terminate() };
}

/** Made once: a page may not make two policies of one name. */
let policy: ScriptPolicy | null = null;

function trustedScript(): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return scriptUrl;
  policy ??= factory.createPolicy("waxpost-worker", {
    createScriptURL: (input) => {
      if (input !== scriptUrl) throw new TypeError("another script than the crypto worker");
      return input;
    },
  });
  // The type of `Worker` does not know trusted URLs yet.
  return policy.createScriptURL(scriptUrl) as string;
}
