// The side of the page that answers a request. Apart from outsideclient.ts: whoever opens a link needs no worker for answers.
import { wrap } from "comlink";
import scriptUrl from "./answer.worker.ts?worker&url";
import type { AnswerVerbs } from "./answerprotocol.ts";
import { callsOf } from "./calls.ts";
import type { Door } from "./door.ts";
import { trustedScript } from "./trusted.ts";

/** Start a worker for one request. */
export function startAnswerWorker(): { verbs: AnswerVerbs; end: () => void } {
  const worker = new Worker(trustedScript(scriptUrl), { type: "module", name: "waxpost-request" });
  // The calls are the same for every door; which verbs there are, the protocol says.
  return { verbs: callsOf(wrap<Door>(worker)) as unknown as AnswerVerbs, end: () => worker.terminate() };
}
