/**
 * Who accepted the links of this account: judged by the worker from the verified entry, never by the server's word.
 *
 * A judgement happens once, since the vault forgets the link with it. It is kept here until the tab is closed; afterwards the
 * pin tells: who was proven is `invited` or `checked`.
 */
import { isProblem } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { learnPeople } from "../../keys/people.ts";
import { saveVault, saveVaultSoon } from "../../keys/vault.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { PersonFacts } from "../../worker/shapes.ts";
import type { Invitation } from "./model.ts";
import { fetchInvitation, fetchInvitations, fetchStartOvers } from "./server.ts";

/** The members of `Invitation` and `Again` that decide. */
export interface Claimed {
  readonly id: string;
  readonly addr: string;
  readonly state: "open" | "claimed" | "ended" | "expired";
  readonly tag: string | null;
  readonly entry: string | null;
}

/** `not-proven`: it was judged before or cannot be any more, and the key is not one that this account trusts. */
export type Judgement = "theirs" | "somebody-else" | "not-proven";

const judged = new Map<string, "theirs" | "somebody-else">();

/** Judge what this account made and somebody used. Links of others are no concern of this account. */
export async function judgeLinks(links: readonly Claimed[]): Promise<ReadonlyMap<string, Judgement>> {
  const claimed = links.filter(({ state }) => state === "claimed");
  const facts = new Map((await learnPeople(claimed.map(({ addr }) => addr))).map((one) => [one.addr, one]));
  const judgements = new Map<string, Judgement>();
  let isNew = false;
  for (const { id, addr, tag, entry } of claimed) {
    let judgement = judged.get(id);
    if (judgement === undefined) {
      const said = await keyring().judgeInvitation({ id, tag, entry });
      if (said !== "unknown") {
        judgement = said;
        judged.set(id, said);
        isNew = true;
      }
    }
    judgements.set(id, judgement ?? fromPin(facts.get(addr), entry));
  }
  if (isNew) await saveVault().catch(() => saveVaultSoon());
  return judgements;
}

/** Another key than the one that used the link has its own warnings; the link needs no judgement then. */
function fromPin(facts: PersonFacts | undefined, entry: string | null): Judgement {
  const isThatKey = facts !== undefined && facts.entry === entry;
  const isTrusted = facts?.state === "invited" || facts?.state === "checked" || facts?.state === "suspended";
  return isThatKey && !isTrusted ? "not-proven" : "theirs";
}

/** The event `invitation`, for the administrator who made the link: judge it and say so. */
export async function hearOfInvitation(id: string): Promise<void> {
  const link = await findLink(id);
  if (link === null) return;
  const name = (await learnPeople([link.addr]))[0]?.name ?? link.addr;
  const judgement = (await judgeLinks([link])).get(id);
  if (judgement === "theirs") toast({ message: `${name} accepted your link and can get messages now.` });
  if (judgement === "somebody-else") toast({ message: somebodyElse(link.addr), stays: false });
}

/** Links that were used while nobody listened: called once after unlocking. */
export async function judgeWaiting(): Promise<void> {
  const [invitations, startOvers] = await Promise.all([fetchInvitations(null), fetchStartOvers(null)]);
  const claimed = [...invitations.items, ...startOvers.items].filter(({ state }) => state === "claimed");
  const mine: Claimed[] = [];
  for (const link of claimed)
    if (!judged.has(link.id) && (await keyring().invitationLink(link.id)) !== null) mine.push(link);
  const judgements = await judgeLinks(mine);
  for (const { id, addr } of mine)
    if (judgements.get(id) === "somebody-else") toast({ message: somebodyElse(addr), stays: false });
}

export function stateOf(
  link: Claimed,
  isMine: boolean,
  judgements: ReadonlyMap<string, Judgement>,
): Invitation["state"] {
  const judgement = judgements.get(link.id);
  if (link.state !== "claimed" || !isMine || judgement === undefined || judgement === "theirs") return link.state;
  return judgement;
}

async function findLink(id: string): Promise<Claimed | null> {
  try {
    return await fetchInvitation(id);
  } catch (problem) {
    if (!isProblem(problem, "invitation-not-found")) throw problem;
    return (await fetchStartOvers(null)).items.find((link) => link.id === id) ?? null;
  }
}

function somebodyElse(addr: string): string {
  return `Somebody else accepted your link for ${addr}. Suspend the account and ask how the link got out.`;
}
