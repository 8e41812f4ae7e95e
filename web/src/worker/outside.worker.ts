// The worker of the outsider's page: the only script there that holds the key of a link. It has no network.
import { expose } from "comlink";
import { guarded } from "./door.ts";
import { outsideVerbs } from "./outsideverbs.ts";
import { problemFacts } from "./problems.ts";

expose(guarded(Promise.resolve(outsideVerbs(() => Math.floor(Date.now() / 1000))), problemFacts));
