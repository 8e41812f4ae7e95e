// The crypto worker: the only script that may hold keys. It has no network; the page hands bytes in and out.
//
// Started again by itself under other names, the same script is a helper that wraps keys for large audiences, or one that
// reads a file of another program and holds no key at all.
import { expose } from "comlink";
import { guarded } from "./door.ts";
import type { ReadTask } from "../importing/reading.ts";
import { answerTask, pooled, wrapHere, type WrapTask } from "./pool.ts";
import { problemFacts } from "./problems.ts";
import { Session } from "./session.ts";
import { deviceStorage } from "./storage.ts";
import { verbsOf } from "./verbs.ts";

declare const self: DedicatedWorkerGlobalScope;

const HELPER = "waxpost-wrap";

function startHelper(): Worker {
  return new Worker(self.location.href, { type: "module", name: HELPER });
}

if (self.name === HELPER) {
  self.onmessage = ({ data }: MessageEvent<WrapTask>) => void answerTask(data, (part) => self.postMessage(part));
} else if (self.name === "waxpost-import") {
  self.onmessage = async ({ data }: MessageEvent<ReadTask>) =>
    self.postMessage(await (await import("../importing/reading.ts")).readFile(data));
} else {
  const helpers = Math.min(4, self.navigator.hardwareConcurrency);
  const ready = deviceStorage().then(
    (storage) =>
      new Session({
        storage,
        wrapMany: helpers < 2 ? wrapHere : pooled(startHelper, helpers),
        now: () => Math.floor(Date.now() / 1000),
      }),
  );
  expose(guarded(ready.then(verbsOf), problemFacts, ["sealPart"]));
}
