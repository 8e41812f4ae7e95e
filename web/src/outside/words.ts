/** What the outsider's page says when something did not work. */
import { ApiProblem, ConnectionLost, isProblem, sentenceOf } from "../api/problems.ts";
import { WorkerProblem } from "../worker/calls.ts";
import { plural } from "../lib/names.ts";
import type { Asked, OutsideState } from "./states.ts";

/** What the server gave could not be opened with the right key: it is not as it was sealed. */
export class NotOpened extends Error {
  readonly isNewer: boolean;

  constructor(cause: unknown) {
    super("not opened", { cause });
    this.isNewer = cause instanceof WorkerProblem && cause.code === "newer";
  }
}

const OFFLINE = "The server did not answer. Check your connection and try again. Nothing was used up.";

/** What ends the page, or null when the person can go on. `who` made the link, if that is known. */
export function refusalState(problem: unknown, who: string | null): OutsideState | null {
  if (isProblem(problem, "link-gone")) return { at: "gone" };
  if (isProblem(problem, "link-locked")) return { at: "locked", who };
  if (problem instanceof NotOpened) return { at: "broken", isNewer: problem.isNewer };
  return null;
}

/** Before anything was proven: nothing is used up, whatever it was. */
export function problemWords(problem: unknown, asked: Asked["kind"] | null): string {
  if (problem instanceof ConnectionLost) return OFFLINE;
  if (isProblem(problem, "link-code-wrong")) {
    const left = problem.number("tries_left") ?? 0;
    return left === 0
      ? "That code does not work any more. Have another one sent. Nothing was used up."
      : `That code does not match. ${plural(left, "try", "tries")} left. Nothing was used up.`;
  }
  if (isProblem(problem, "link-claim-wrong"))
    return `That passphrase does not match. ${plural(problem.number("tries_left") ?? 0, "try", "tries")} left. Nothing was used up.`;
  if (isProblem(problem, "link-busy"))
    return `Others are opening this message right now. Try again in ${seconds(problem)}. Nothing was used up.`;
  if (isProblem(problem, "link-gone"))
    return "No message fits these words. Check each one. The message may also have expired or been read.";
  if (problem instanceof WorkerProblem && problem.code === "form")
    return asked === "words"
      ? "Type all the words you were given, six to twelve. Each one is an English word from the list."
      : "Type the passphrase you were given.";
  // A part of this page could not be loaded: the line is lost, or the server has another version by now.
  if (problem instanceof TypeError) return OFFLINE;
  return sentenceOf(problem);
}

/** The proof was sent, and no answer came. */
export function problemAfterClaim(problem: unknown): string {
  if (problem instanceof ApiProblem) return sentenceOf(problem);
  return "The connection was lost. Try again: this opens the same view, and uses no other.";
}

function seconds(problem: ApiProblem): string {
  return plural(Math.max(1, problem.retryAfter ?? 10), "second", "seconds");
}
