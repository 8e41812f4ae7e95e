/** What the outsider's page says when something did not work, in its language. */
import { ApiProblem, ConnectionLost, isProblem } from "../api/problems.ts";
import { WorkerProblem } from "../worker/calls.ts";
import type { Asked, OutsideState } from "./states.ts";
import { words } from "./words/language.ts";

/** What the server gave could not be opened with the right key: it is not as it was sealed. */
export class NotOpened extends Error {
  readonly isNewer: boolean;

  constructor(cause: unknown) {
    super("not opened", { cause });
    this.isNewer = cause instanceof WorkerProblem && cause.code === "newer";
  }
}

/** What ends the page, or null when the person can go on. `who` made the link, if that is known. */
export function refusalState(problem: unknown, who: string | null): OutsideState | null {
  if (isProblem(problem, "link-gone")) return { at: "gone" };
  if (isProblem(problem, "link-locked")) return { at: "locked", who };
  if (problem instanceof NotOpened) return { at: "broken", isNewer: problem.isNewer };
  return null;
}

/** Before anything was proven: nothing is used up, whatever it was. */
export function problemWords(problem: unknown, asked: Asked["kind"] | null): string {
  const { problems } = words();
  // A part of this page could not be loaded: the line is lost, or the server has another version by now.
  if (problem instanceof ConnectionLost || problem instanceof TypeError) return problems.offlineNothingUsed;
  if (isProblem(problem, "link-code-wrong")) {
    const left = problem.number("tries_left") ?? 0;
    return left === 0 ? problems.codeOver : problems.codeWrong(left);
  }
  if (isProblem(problem, "link-claim-wrong")) return problems.passphraseWrong(problem.number("tries_left") ?? 0);
  if (isProblem(problem, "link-busy")) return problems.busy(Math.max(1, problem.retryAfter ?? 10));
  if (isProblem(problem, "link-gone")) return problems.wordsGone;
  if (problem instanceof WorkerProblem && problem.code === "form")
    return asked === "words" ? problems.wordsForm : problems.passphraseForm;
  return saidOf(problem);
}

/** The proof was sent, and no answer came. */
export function problemAfterClaim(problem: unknown): string {
  return problem instanceof ApiProblem ? saidOf(problem) : words().problems.lostAfterClaim;
}

/** One sentence about anything that went wrong with a request; `fallback` for what is nobody's fault. */
export function saidOf(problem: unknown, fallback?: string): string {
  const { problems } = words();
  if (problem instanceof ConnectionLost) return problems.offline;
  if (!(problem instanceof ApiProblem)) return fallback ?? problems.failed;
  if (problem.code === "too-many-requests") return problems.tooMany(problem.retryAfter ?? 30);
  return problems.refused(problem.sentence);
}
