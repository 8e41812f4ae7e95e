/**
 * One link: seal, keep its key, post, and what each refusal means for the person.
 *
 * The key is in the stored vault before the server hears of the link. After a lost connection the same sealed bytes are
 * posted again, so that never two links come of one. The request that its readers answer is there before the link.
 */
import { bodyOf, http, repeatSafe, writable } from "../../api/client.ts";
import { ApiProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries, saveVault } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { SealedNewLink } from "../../worker/linkprotocol.ts";
import type { DraftFiles } from "../../worker/shapes.ts";
import { onlyAddrOf, replyOf, type LinkDraft, type ReplyRules } from "./linkModel.ts";

export type LinkOutcome =
  | { readonly done: true }
  /** `again`: the bytes that wait to be posted once more. */
  | { readonly done: false; readonly problem: string; readonly again: SealedNewLink | null };

/** What is to be posted, or the sentence about why not. */
export async function sealNewLink(
  draft: LinkDraft,
  rules: ReplyRules,
  files: DraftFiles | null,
): Promise<SealedNewLink | { readonly problem: string }> {
  const reply = replyOf(draft, rules, new Date());
  try {
    await fetchEntries();
    return await keyring().link("sealLink", {
      subject: draft.subject.trim(),
      body: draft.body,
      items: draft.items.map(({ item }) => item),
      files,
      exp: wireTime(draft.until ?? new Date()),
      views: draft.views,
      passphrase: wishOf(draft),
      notify: draft.notify,
      mail: draft.way === "email" ? draft.to : [],
      onlyAddr: onlyAddrOf(draft),
      lang: draft.lang,
      reply: reply === null ? null : { exp: wireTime(reply.end), answers: reply.answers },
    });
  } catch (problem) {
    return { problem: `No link was made. ${reason(problem)}` };
  }
}

function wireTime(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}

/** What the server mails has no key in it: the words are the key, and nobody chooses them. */
function wishOf({ way, passphrase, own }: LinkDraft): { own: string } | "generated" | "key" | null {
  if (way === "email") return "key";
  return passphrase === "own" ? { own } : passphrase === "none" ? null : "generated";
}

function reason(problem: unknown): string {
  if (!(problem instanceof WorkerProblem)) return sentenceOf(problem);
  if (problem.code === "draft-too-large") return "The text is too long. Shorten it or make two links.";
  return "The message could not be locked. Try again.";
}

export async function postLink(sealed: SealedNewLink): Promise<LinkOutcome> {
  const { body, request } = sealed;
  try {
    await saveVault();
    if (request !== null) await bodyOf(http.POST("/v1/requests", { body: writable(request), ...repeatSafe }));
    await bodyOf(http.POST("/v1/links", { body: writable(body), ...repeatSafe }));
    return { done: true };
  } catch (problem) {
    const isRefused = problem instanceof ApiProblem && problem.status < 500 && problem.code !== "too-many-requests";
    if (isRefused && request !== null) await closeUnused(request.id);
    return { done: false, problem: `No link was made. ${sentenceOf(problem)}`, again: isRefused ? null : sealed };
  }
}

/** One that stays open, because the line is lost, ends by itself: nobody has its key. */
async function closeUnused(id: string): Promise<void> {
  await bodyOf(http.DELETE("/v1/requests/{request_id}", { params: { path: { request_id: id } } })).catch(
    () => undefined,
  );
}
