// Problems of the worker: one class inside, plain facts across the door.
import { NoKeyFits, type Reason, Refused } from "../crypto/refused.ts";
import type { WorkerProblemCode, WorkerProblemFacts } from "./protocol.ts";

/** Thrown by every verb; `detail` is for logs and tests and holds no secret. */
export class Trouble extends Error {
  readonly facts: WorkerProblemFacts;

  constructor(
    code: WorkerProblemCode,
    detail: string,
    named: { addrs?: readonly string[]; gids?: readonly string[] } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = "Trouble";
    this.facts = { code, detail, addrs: named.addrs ?? [], gids: named.gids ?? [] };
  }
}

const CODES: Partial<Record<Reason, WorkerProblemCode>> = {
  "incomplete-link": "link-not-complete",
  "weak-kdf": "kdf-too-weak",
  "two-vaults": "vault-rolled-back",
  "wrong-secret": "wrong-key",
  "log-key": "other-log",
  newer: "newer",
  attachment: "attachment",
};

/** The facts of anything thrown. */
export function problemFacts(problem: unknown): WorkerProblemFacts {
  if (problem instanceof Trouble) return problem.facts;
  if (problem instanceof NoKeyFits) return { code: "wrong-key", detail: problem.message, addrs: [], gids: [] };
  if (problem instanceof Refused) {
    return { code: CODES[problem.reason] ?? "form", detail: problem.message, addrs: [], gids: [] };
  }
  return { code: "failed", detail: problem instanceof Error ? problem.message : "unknown", addrs: [], gids: [] };
}
