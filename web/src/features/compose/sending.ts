/**
 * One send: seal, post, and what each refusal means for the person.
 *
 * The same sealed bytes are posted again after a lost connection, so nothing goes out twice. A refusal because a key or a
 * group changed meanwhile is never answered by sending again: the person looks first.
 */
import { bodyOf, http, repeatSafe, writable } from "../../api/client.ts";
import { ApiProblem, ConnectionLost, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { saveVault, saveVaultSoon } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { Draft as SealedDraft, SealedMessage } from "../../worker/shapes.ts";

export type SendOutcome =
  | { readonly done: true }
  /** `again`: the bytes that wait to be posted once more. `look`: something changed, resolve the audience again. */
  | { readonly done: false; readonly problem: string; readonly again: SealedMessage | null; readonly look: boolean };

/** `dropped`: the line broke before anything was posted, so the person may simply try again. */
export async function seal(
  draft: SealedDraft,
  progress: (done: number, all: number) => void,
): Promise<SealedMessage | SendOutcome | "dropped"> {
  try {
    // A renamed group was mentioned; the sealed message carries the new name.
    for (const group of draft.groups)
      if ((await keyring().compareGroup(group)).state === "renamed") await keyring().confirmGroup(group);
    const sealed = await keyring().sealMessage(draft, progress);
    // First contacts are pinned before anything is sent, or the next message could go to another key unseen.
    await saveVault();
    return sealed;
  } catch (problem) {
    return problem instanceof ConnectionLost ? "dropped" : refusedBySealing(problem);
  }
}

function refusedBySealing(problem: unknown): SendOutcome {
  const failed = (sentence: string, look = false): SendOutcome => ({
    done: false,
    problem: sentence,
    again: null,
    look,
  });
  if (!(problem instanceof WorkerProblem)) return failed(`Not sent. ${sentenceOf(problem)}`);
  switch (problem.code) {
    case "new-key":
    case "cannot-receive":
    case "group-unconfirmed":
      return failed("Not sent. Look at the people again.", true);
    case "not-synced":
      return failed("Not sent. The keys could not be checked yet. Try again in a moment.", true);
    case "stopped":
      return failed("Not sent. The key log contradicts itself. Tell an administrator.");
    case "own-key":
      return failed("Not sent. Your own key is not as this device knows it. Tell an administrator.");
    case "nobody-left":
      return failed("Not sent. Nobody is left who could read it.");
    case "draft-too-large":
      return failed("Not sent. The text is too long. Shorten it or send it in two messages.");
    default:
      return failed("Not sent. The message could not be locked. Try again.");
  }
}

export async function post(sealed: SealedMessage): Promise<SendOutcome> {
  try {
    await bodyOf(http.POST("/v1/messages", { body: writable(sealed.envelope), ...repeatSafe }));
    saveVaultSoon();
    return { done: true };
  } catch (problem) {
    return refusedByServer(problem, sealed);
  }
}

function refusedByServer(problem: unknown, sealed: SealedMessage): SendOutcome {
  if (!(problem instanceof ApiProblem))
    return { done: false, problem: "Not sent. The connection dropped.", again: sealed, look: false };
  const failed = (sentence: string, look: boolean): SendOutcome => ({
    done: false,
    problem: sentence,
    again: null,
    look,
  });
  switch (problem.code) {
    case "group-changed":
      return failed("Not sent. The group was changed while you were sending. Look at it again.", true);
    case "key-changed":
      return failed("Not sent. A key changed while you were sending. Look at the people again.", true);
    case "cannot-receive":
      return failed("Not sent. Somebody among the people can no longer get messages. Look at them again.", true);
    case "storage-unavailable":
    case "too-many-requests":
    case "internal-error":
      return { done: false, problem: `Not sent. ${sentenceOf(problem)}`, again: sealed, look: false };
    default:
      return failed(`Not sent. ${sentenceOf(problem)}`, false);
  }
}
