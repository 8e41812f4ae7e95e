// The worker of the page that answers a request: the only script there that holds the key of the link. It has no network.
import { expose } from "comlink";
import { answerVerbs } from "./answerverbs.ts";
import { guarded } from "./door.ts";
import { problemFacts } from "./problems.ts";

const verbs = answerVerbs(() => Math.floor(Date.now() / 1000));
expose(guarded(Promise.resolve(verbs), problemFacts, ["sealPart"]));
