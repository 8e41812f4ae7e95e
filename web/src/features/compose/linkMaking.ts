/**
 * One link: seal, keep its key, post, and what each refusal means for the person.
 *
 * The key is in the stored vault before the server hears of the link. After a lost connection the same sealed bytes are
 * posted again, so that never two links come of one.
 */
import { bodyOf, http, repeatSafe, writable } from "../../api/client.ts";
import { ApiProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries, saveVault } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { NewLinkBody } from "../../worker/linkprotocol.ts";
import type { DraftFiles } from "../../worker/shapes.ts";
import type { LinkDraft } from "./linkModel.ts";

export type LinkOutcome =
  | { readonly done: true }
  /** `again`: the bytes that wait to be posted once more. */
  | { readonly done: false; readonly problem: string; readonly again: NewLinkBody | null };

/** What is to be posted, or the sentence about why not. */
export async function sealNewLink(
  draft: LinkDraft,
  files: DraftFiles | null,
): Promise<NewLinkBody | { readonly problem: string }> {
  try {
    await fetchEntries();
    return await keyring().link("sealLink", {
      subject: draft.subject.trim(),
      body: draft.body,
      items: draft.items.map(({ item }) => item),
      files,
      exp: (draft.until ?? new Date()).toISOString().replace(/\.\d+Z$/, "Z"),
      views: draft.views,
      passphrase: draft.passphrase === "own" ? { own: draft.own } : draft.passphrase === "none" ? null : "generated",
      notify: draft.notify,
    });
  } catch (problem) {
    return { problem: `No link was made. ${reason(problem)}` };
  }
}

function reason(problem: unknown): string {
  if (!(problem instanceof WorkerProblem)) return sentenceOf(problem);
  if (problem.code === "draft-too-large") return "The text is too long. Shorten it or make two links.";
  return "The message could not be locked. Try again.";
}

export async function postLink(body: NewLinkBody): Promise<LinkOutcome> {
  try {
    await saveVault();
    await bodyOf(http.POST("/v1/links", { body: writable(body), ...repeatSafe }));
    return { done: true };
  } catch (problem) {
    const isRefused = problem instanceof ApiProblem && problem.status < 500 && problem.code !== "too-many-requests";
    return { done: false, problem: `No link was made. ${sentenceOf(problem)}`, again: isRefused ? null : body };
  }
}
