// Verbs of the worker as typed calls, and its problems as exceptions with their codes.
import { proxy, type Remote, transfer } from "comlink";
import type { Door } from "./door.ts";
import type { CryptoVerbs, WorkerProblemCode, WorkerProblemFacts } from "./protocol.ts";

/** What a verb fails with. `detail` is for logs; the sentence for people belongs to the page. */
export class WorkerProblem extends Error implements WorkerProblemFacts {
  readonly code: WorkerProblemCode;
  readonly detail: string;
  readonly addrs: readonly string[];
  readonly gids: readonly string[];

  constructor(facts: WorkerProblemFacts) {
    super(`${facts.code}: ${facts.detail}`);
    this.name = "WorkerProblem";
    this.code = facts.code;
    this.detail = facts.detail;
    this.addrs = facts.addrs;
    this.gids = facts.gids;
  }
}

/** Whether work on an account failed only because the account was locked meanwhile: nothing is left to do for it. */
export function isLockedMeanwhile(problem: unknown): boolean {
  return problem instanceof WorkerProblem && problem.code === "locked";
}

/** Every verb as a call through `door`; a function among the arguments is the progress callback. */
export function callsOf(door: Remote<Door> | Door): CryptoVerbs {
  return new Proxy({} as CryptoVerbs, {
    get: (_none, verb) => {
      // A promise would ask for `then`: the calls are no promise.
      if (typeof verb !== "string" || verb === "then") return undefined;
      return async (...args: unknown[]): Promise<unknown> => {
        const progress = args.find((arg) => typeof arg === "function") as
          ((done: number, all: number) => void) | undefined;
        const plain = args.filter((arg) => typeof arg !== "function");
        // Parts of files are handed over, not copied.
        const buffers = plain.filter((arg) => arg instanceof ArrayBuffer);
        const sent = buffers.length === 0 ? plain : transfer(plain, buffers);
        const answer = await door.call(verb, sent, progress === undefined ? null : proxy(progress));
        if ("problem" in answer) throw new WorkerProblem(answer.problem);
        return answer.value;
      };
    },
  });
}
