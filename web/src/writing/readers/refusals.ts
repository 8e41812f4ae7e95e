/** Why something for readers was not sealed, or not taken by the server, in a sentence each. */
import { ApiProblem, ConnectionLost, isTemporary, sentenceOf } from "../../api/problems.ts";
import { WorkerProblem } from "../../worker/calls.ts";

export interface Why {
  readonly sentence: string;
  /** Something changed: the people have to be looked at again. */
  readonly looks: boolean;
}

/** Null when the line broke before anything was posted, so the person may simply try again. */
export function whyNotSealed(problem: unknown): Why | null {
  if (problem instanceof ConnectionLost) return null;
  const why = (sentence: string, looks = false): Why => ({ sentence, looks });
  if (!(problem instanceof WorkerProblem)) return why(sentenceOf(problem));
  switch (problem.code) {
    case "new-key":
    case "cannot-receive":
    case "group-unconfirmed":
      return why("Look at the people again.", true);
    case "not-synced":
      return why("The keys could not be checked yet. Try again in a moment.", true);
    case "stopped":
      return why("The key log contradicts itself. Tell an administrator.");
    case "own-key":
      return why("Your own key is not as this device knows it. Tell an administrator.");
    case "nobody-left":
      return why("Nobody is left who could read it.");
    case "draft-too-large":
      return why("The text is too long. Shorten it or send it in two messages.");
    default:
      return why("The message could not be locked. Try again.");
  }
}

/** Null when the server may have taken it, or may take it later: the same bytes are to be posted again. */
export function whyNotTaken(problem: unknown): Why | null {
  if (!(problem instanceof ApiProblem) || isTemporary(problem)) return null;
  switch (problem.code) {
    case "group-changed":
      return { sentence: "The group was changed while you were sending. Look at it again.", looks: true };
    case "key-changed":
      return { sentence: "A key changed while you were sending. Look at the people again.", looks: true };
    case "cannot-receive":
      return { sentence: "Somebody among the people can no longer get messages. Look at them again.", looks: true };
    case "too-many-requests":
      return null;
    default:
      return { sentence: sentenceOf(problem), looks: false };
  }
}
