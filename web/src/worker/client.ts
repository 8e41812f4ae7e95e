// The page's side of the workers: starts them, and hands out the verbs of the one that holds the keys.
import { wrap } from "comlink";
import { callsOf } from "./calls.ts";
import scriptUrl from "./crypto.worker.ts?worker&url";
import type { Door } from "./door.ts";
import pdfUrl from "./pdf.worker.ts?worker&url";
import type { CryptoVerbs } from "./protocol.ts";

interface ScriptPolicy {
  createScriptURL(input: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (input: string) => string }): ScriptPolicy;
}

/** Start the worker through the Trusted Types policy `waxpost-worker`, which lets only our own two scripts through. */
export function startCryptoWorker(): { verbs: CryptoVerbs; end: () => void } {
  const worker = new Worker(trusted(scriptUrl), { type: "module", name: "waxpost-crypto" });
  return { verbs: callsOf(wrap<Door>(worker)), end: () => worker.terminate() };
}

/** A worker that draws one PDF document; pdfprotocol.ts says what it may be asked. */
export function startPdfWorker(): Worker {
  return new Worker(trusted(pdfUrl), { type: "module", name: "waxpost-pdf" });
}

/** Made once: a page may not make two policies of one name. */
let policy: ScriptPolicy | null = null;

function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return url;
  policy ??= factory.createPolicy("waxpost-worker", {
    createScriptURL: (input) => {
      if (input !== scriptUrl && input !== pdfUrl) throw new TypeError("another script than our workers");
      return input;
    },
  });
  // The type of `Worker` does not know trusted URLs yet.
  return policy.createScriptURL(url) as string;
}
