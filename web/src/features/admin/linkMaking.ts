/**
 * Making links. The secret of a link is in the vault before the server hears of the link, so that no link is ever handed out
 * whose acceptance could not be judged.
 */
import { sentenceOf } from "../../api/problems.ts";
import { syncLog } from "../../keys/keylog.ts";
import { keyring } from "../../keys/keyring.ts";
import { saveVault } from "../../keys/vault.ts";
import { sentenceTime } from "../../lib/dates.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { LinkDialogProps } from "./InviteDialog.tsx";
import type { AdminPerson, Invitation } from "./model.ts";
import type { Role } from "./server.ts";
import { fetchBaseUrl, postInvitation, postStartOver } from "./server.ts";

export type ShownLink = NonNullable<LinkDialogProps["link"]>;

/** A page that has just come may not have read the key log yet: a press waits for it, rather than being refused. */
async function afterLog<Made>(make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (problem) {
    if (!(problem instanceof WorkerProblem) || problem.code !== "not-synced") throw problem;
    await syncLog();
    return make();
  }
}

export async function invite(typedAddr: string, typedName: string, role: Role, now: Date): Promise<ShownLink> {
  const addr = typedAddr.trim().toLowerCase();
  const name = typedName.trim() === "" ? null : typedName.trim().normalize("NFC");
  const made = await afterLog(() => keyring().makeInvitation(addr));
  await saveVault();
  const { expires_at } = await postInvitation({ id: made.id, addr, role, name, claim_hash: made.claimHash });
  return shown("invitation", (await fetchBaseUrl()) + made.link, name ?? addr, new Date(expires_at), now);
}

export async function letStartOver(person: AdminPerson, now: Date): Promise<ShownLink> {
  const made = await afterLog(() => keyring().makeStartOver(person.addr));
  await saveVault();
  const { expires_at } = await postStartOver({ id: made.id, person: person.id, claim_hash: made.claimHash });
  return shown("start-over", (await fetchBaseUrl()) + made.link, person.name, new Date(expires_at), now);
}

/** The link of an open invitation again; null when this account cannot show it any more. */
export async function wholeLink(invitation: Invitation, now: Date): Promise<ShownLink | null> {
  const link = await keyring().invitationLink(invitation.id);
  if (link === null) return null;
  const name = invitation.name ?? invitation.addr;
  return shown(invitation.kind, (await fetchBaseUrl()) + link, name, invitation.expiresAt, now);
}

function shown(kind: Invitation["kind"], url: string, name: string, until: Date, now: Date): ShownLink {
  const title = kind === "invitation" ? `Invitation for ${name}` : `Start-over link for ${name}`;
  return { url, title, text: `It works once, until ${sentenceTime(until, now)}.` };
}

export const ADDRESS_ERROR = "Enter an email address";

/** A sentence for a failure of making a link. */
export function makingSentence(problem: unknown): string {
  if (!(problem instanceof WorkerProblem)) return sentenceOf(problem);
  switch (problem.code) {
    case "form":
      return ADDRESS_ERROR;
    case "not-synced":
      return "The key log was not read to its end yet. Try again in a moment.";
    case "stopped":
      return "The key log of this server contradicts what this device saw before. Do not invite anybody.";
    default:
      return "That did not work. Reload the page and try again.";
  }
}
