/** Whether messages can leave by mail: the server must have a mail server, and the organisation must allow it. */
import { bodyOf, http } from "../api/client.ts";
import type { LinkPolicies } from "./policies.ts";

/** Why nothing can be sent by mail, as a sentence that says what else can be done; null when it can. */
export async function whyNoMail({ areAllowed, mailsDaily }: LinkPolicies): Promise<string | null> {
  if (!areAllowed) return "Your company has links turned off. Ask an admin to change it.";
  if (mailsDaily === 0) return "Your company has links by email turned off. Create a link instead, or ask an admin.";
  const { mail_available: isSetUp } = await bodyOf(http.GET("/v1/preferences"));
  return isSetUp ? null : "This server cannot send email yet. Create a link instead, or ask an admin.";
}
