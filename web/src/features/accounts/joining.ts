/** The way in by a link: reading it, opening it at the server, and verifying log, inviter and address before anything is made. */
import { bodyOf, fetchLog, http, withPass, writable } from "../../api/client.ts";
import { isProblem } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { enterSignedIn } from "../../session/session.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { KeysBody, PersonFacts } from "../../worker/shapes.ts";
import { deviceLabel, problemSentence } from "./words.ts";

export type LinkKind = "invitation" | "start-over";

export interface Link {
  readonly kind: LinkKind;
  readonly id: string;
  /** What stood after `#`. */
  readonly fragment: string;
}

/** A link that was opened and verified. Nothing is used up yet. */
export interface OpenedLink extends Link {
  readonly claim: string;
  readonly addr: string;
  readonly organisation: string;
  /** The name proposed by the inviter, or the one from before. */
  readonly proposedName: string;
  readonly inviter: PersonFacts;
  readonly mode: "first" | "new-owner" | "start-over";
}

export interface LinkTrouble {
  readonly title: string;
  readonly text: string;
}

export async function openLink(link: Link): Promise<OpenedLink> {
  const { claim } = await keyring().readLink(link.kind, link.id, link.fragment);
  const path = { params: { path: { link_id: link.id } }, body: { claim } };
  const offer =
    link.kind === "invitation"
      ? await bodyOf(http.POST("/v1/invitations/{link_id}/open", path))
      : await bodyOf(http.POST("/v1/again/{link_id}/open", path));
  const pass = withPass(offer.pass);
  const { addr, inviter } = offer;
  let facts = await keyring().joinWithLink(addr, inviter.addr, offer.log);
  while (facts.state === "fetch") facts = await keyring().takeLog(await fetchLog(facts.next, pass));
  const asked = [...new Set([addr, inviter.addr])].map((each) => ({ addr: each, after: -1 }));
  const keys = await bodyOf(http.POST("/v1/keys", { body: { people: asked }, headers: pass }));
  const checked = await keyring().checkJoin(keys.people as readonly KeysBody[]);
  return {
    ...link,
    ...{ claim, addr, organisation: offer.organisation ?? "", inviter: checked.inviter, mode: checked.mode },
    proposedName: checked.name ?? offer.name ?? "",
  };
}

/** Make the account: the worker keeps everything until `claimLink`. */
export async function makeKeys(addr: string, name: string, password: string): Promise<string> {
  const kdf = await bodyOf(http.POST("/v1/sign-in/start", { body: { addr } }));
  return (await keyring().makeAccount({ name, password, kdf })).recoveryCode;
}

/** Use the link and become the account. */
export async function claimLink(link: OpenedLink): Promise<void> {
  const { account, tag } = await keyring().newAccount();
  const body = writable({
    claim: link.claim,
    account,
    tag: tag ?? "",
    client: "browser",
    label: deviceLabel(),
  } as const);
  const call = { params: { path: { link_id: link.id } }, body };
  const signedIn =
    link.kind === "invitation"
      ? await bodyOf(http.POST("/v1/invitations/{link_id}/claim", call))
      : await bodyOf(http.POST("/v1/again/{link_id}/claim", call));
  await enterSignedIn(signedIn, await keyring().enterAccount(signedIn));
}

/** Why a link cannot be used, as a page. */
export function linkTrouble(problem: unknown): LinkTrouble {
  const code = problem instanceof WorkerProblem ? problem.code : null;
  if (code === "link-not-complete" || code === "form")
    return { title: "This link is not complete", text: "Copy the whole link, including the part after #." };
  if (isProblem(problem, "link-not-valid"))
    return {
      title: "This link does not work any more",
      text: "It may have been used, ended or expired. Ask for a new one.",
    };
  if (code === "other-log" || code === "log-disagrees")
    return { title: "Do not use this link", text: problemSentence(problem) };
  return { title: "This link did not load", text: problemSentence(problem) };
}
