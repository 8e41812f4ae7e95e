/**
 * One send: seal, post, and what each refusal means for the person.
 *
 * The same sealed bytes are posted again after a lost connection, so nothing goes out twice. A refusal because a key or a
 * group changed meanwhile is never answered by sending again: the person looks first.
 */
import { bodyOf, http, repeatSafe, writable } from "../../api/client.ts";
import { ApiProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { saveVault, saveVaultSoon } from "../../keys/vault.ts";
import type { Draft as SealedDraft, SealedMessage } from "../../worker/shapes.ts";
import { whyNotSealed, whyNotTaken } from "../../writing/readers/refusals.ts";
import { takeNames } from "../../writing/readers/useResolved.ts";

/** `again`: the bytes that wait to be posted once more. `look`: something changed, resolve the audience again. */
export interface Refused {
  readonly done: false;
  readonly problem: string;
  readonly again: SealedMessage | null;
  readonly look: boolean;
}

export type SendOutcome = { readonly done: true } | Refused;

/** `dropped`: the line broke before anything was posted, so the person may simply try again. */
export async function seal(
  draft: SealedDraft,
  progress: (done: number, all: number) => void,
): Promise<SealedMessage | Refused | "dropped"> {
  try {
    await takeNames(draft.groups);
    const sealed = await keyring().sealMessage(draft, progress);
    // First contacts are pinned before anything is sent, or the next message could go to another key unseen.
    await saveVault();
    return sealed;
  } catch (problem) {
    const why = whyNotSealed(problem);
    return why === null ? "dropped" : refused(why.sentence, why.looks, null);
  }
}

export async function post(sealed: SealedMessage): Promise<SendOutcome> {
  try {
    await bodyOf(http.POST("/v1/messages", { body: writable(sealed.envelope), ...repeatSafe }));
    saveVaultSoon();
    return { done: true };
  } catch (problem) {
    const why = whyNotTaken(problem);
    if (why !== null) return refused(why.sentence, why.looks, null);
    const sentence = problem instanceof ApiProblem ? sentenceOf(problem) : "The connection dropped.";
    return refused(sentence, false, sealed);
  }
}

function refused(sentence: string, look: boolean, again: SealedMessage | null): Refused {
  return { done: false, problem: `Not sent. ${sentence}`, again, look };
}
