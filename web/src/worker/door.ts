// The form in which verbs cross between page and worker: an answer, or the facts of a problem.
//
// Comlink would carry an exception as a bare sentence; programs need the code and the names with it.
import { transfer } from "comlink";
import type { WorkerProblemFacts } from "./protocol.ts";

export type Answered<Value> = { readonly value: Value } | { readonly problem: WorkerProblemFacts };

/** Verbs on this side of the door: they may answer at once. */
export type Own<Verbs> = {
  [Name in keyof Verbs]: Verbs[Name] extends (...args: infer Args) => Promise<infer Value>
    ? (...args: Args) => Value | Promise<Value>
    : never;
};

/** The worker's side: one function for all verbs, so nothing else is reachable. */
export interface Door {
  call(
    verb: string,
    args: readonly unknown[],
    progress: ((done: number, all: number) => void) | null,
  ): Promise<Answered<unknown>>;
}

type Verbs = Record<string, (...args: unknown[]) => unknown>;

/**
 * Verbs run one after another: each sees the state that the one before left. Only those `beside` wait for no other, and no
 * other waits for them: what reads from a slow disk must not hold up everything else.
 */
export function guarded<Own extends object>(
  verbs: Promise<Own>,
  facts: (problem: unknown) => WorkerProblemFacts,
  beside: readonly (keyof Own)[] = [],
): Door {
  let last: Promise<unknown> = Promise.resolve();
  const run = async (verb: string, args: readonly unknown[]): Promise<Answered<unknown>> => {
    try {
      const own = (await verbs) as Verbs;
      if (!Object.hasOwn(own, verb)) throw new Error("no such verb");
      const answer = { value: await own[verb]?.(...args) };
      const buffers = buffersIn(answer.value);
      return buffers.length === 0 ? answer : transfer(answer, buffers);
    } catch (problem) {
      return { problem: facts(problem) };
    }
  };
  return {
    call: (verb, args, progress) => {
      const all = progress === null ? args : [...args, progress];
      if ((beside as readonly string[]).includes(verb)) return run(verb, all);
      const answer = last.then(() => run(verb, all));
      last = answer;
      return answer;
    },
  };
}

/** Parts of files in an answer: they are handed over, not copied. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((member) => member instanceof ArrayBuffer);
}
