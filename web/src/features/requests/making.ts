/**
 * One request: seal, keep its keys, post, and what each refusal means for the person.
 *
 * The keys are in the stored vault before the server hears of the request, and the request is there before the message that
 * hands them to further readers (links.md 9.6.7). After a lost connection the same sealed bytes are posted again, so that
 * never two come of one. When the message is refused the request is closed: nobody has its link yet.
 */
import { bodyOf, http, repeatSafe, writable } from "../../api/client.ts";
import { ApiProblem, isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries, saveVault, saveVaultSoon } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { NewRequestBody, RequestDraft, RequestReaders } from "../../worker/requestprotocol.ts";
import type { EnvelopeBody } from "../../worker/shapes.ts";
import { whyNotSealed, whyNotTaken } from "../../writing/readers/refusals.ts";
import { takeNames } from "../../writing/readers/useResolved.ts";
import { closeRequest } from "./server.ts";

export interface SealedRequest {
  readonly request: NewRequestBody;
  /** Hands the keys to further readers; null where there are none. */
  readonly message: EnvelopeBody | null;
}

export interface NotMade {
  readonly problem: string;
  /** The bytes that wait to be posted once more. */
  readonly again: SealedRequest | null;
  /** The people have to be looked at again. */
  readonly looks: boolean;
}

/** What is to be posted; its keys are kept already. */
export async function sealNewRequest(
  draft: RequestDraft,
  readers: RequestReaders | null,
): Promise<SealedRequest | NotMade> {
  try {
    await fetchEntries();
    if (readers === null) return { request: await keyring().request("sealRequest", draft), message: null };
    await takeNames(readers.groups);
    return await keyring().request("sealRequestFor", draft, readers);
  } catch (problem) {
    const why = readers === null ? null : whyNotSealed(problem);
    const plain = problem instanceof WorkerProblem ? "It could not be locked. Try again." : sentenceOf(problem);
    return notMade(why?.sentence ?? plain, { looks: why?.looks ?? false });
  }
}

/** Null when it is made. */
export async function postNewRequest(sealed: SealedRequest): Promise<NotMade | null> {
  const { request, message } = sealed;
  try {
    await saveVault();
    await bodyOf(http.POST("/v1/requests", { body: writable(request), ...repeatSafe }));
  } catch (problem) {
    const isRefused = problem instanceof ApiProblem && problem.status < 500 && problem.code !== "too-many-requests";
    const why = isRefused && message !== null ? whyNotTaken(problem) : null;
    const again = isRefused ? null : sealed;
    return notMade(why?.sentence ?? sentenceOf(problem), { again, looks: why?.looks ?? false });
  }
  return message === null ? null : handOver(sealed, message);
}

/** Post the message with the keys. What the server refuses leaves no request open. */
async function handOver(sealed: SealedRequest, message: EnvelopeBody): Promise<NotMade | null> {
  try {
    await bodyOf(http.POST("/v1/messages", { body: writable(message), ...repeatSafe }));
    saveVaultSoon();
    return null;
  } catch (problem) {
    const why = whyNotTaken(problem);
    if (why === null) {
      const sentence = `The others do not have the key yet. ${sentenceOf(problem)}`;
      return { problem: sentence, again: sealed, looks: false };
    }
    const end = (await closeUnused(sealed.request.id))
      ? "The others did not get the key, so the request was closed again."
      : "The others did not get the key, and the request could not be closed: close it under Requests.";
    return { problem: `${end} ${why.sentence}`, again: null, looks: why.looks };
  }
}

/** Close a request whose link nobody has. Whether nobody can answer it. */
export async function closeUnused(id: string): Promise<boolean> {
  try {
    await closeRequest(id);
    return true;
  } catch (problem) {
    // It never arrived.
    return isProblem(problem, "request-not-found");
  }
}

function notMade(sentence: string, { again = null, looks }: Partial<NotMade> & Pick<NotMade, "looks">): NotMade {
  return { problem: `No request was made. ${sentence}`, again, looks };
}
