/** The sentence about one copy of an entry, in parts. */
import type { EntrySent } from "../model.ts";
import { dayName } from "../../lib/dates.ts";
import type { Someone } from "../../mailbox/model.ts";
import { fullName } from "../../mailbox/words.ts";

/** What a copy went with. Nothing of it is known before it was looked up. */
export type Went =
  | {
      readonly kind: "message";
      readonly who: Someone;
      readonly isGroup: boolean;
      readonly box: "inbox" | "sent";
      readonly readAt: Date | null;
    }
  | { readonly kind: "link" | "gone" };

/** Who or what got it, such as "Priya Raman". */
export function whoGot(copy: EntrySent, went: Went | undefined): string {
  if (copy.isLink) return "A link";
  return went?.kind === "message" ? fullName(went.who) : "A message";
}

/** The rest of the sentence: "got a copy on 12 Nov, read the same day". */
export function howItGot(copy: EntrySent, went: Went | undefined, now: Date): string {
  const at = new Date(copy.at);
  const parts = [`${went?.kind === "message" ? "got" : "took"} a copy on ${dayName(at, now)}`];
  if (went?.kind === "message" && went.readAt !== null) {
    const day = dayName(went.readAt, now);
    parts.push(day === dayName(at, now) ? "read the same day" : `read on ${day}`);
  }
  if (went?.kind === "gone") parts.push("and is not here any more");
  if (copy.before !== null) parts.push(copy.before === "password" ? LAST_PASSWORD : LAST_CHANGE);
  return parts.join(", ");
}

const LAST_PASSWORD = "before the last password change";
const LAST_CHANGE = "before the last change";

/** Where the message or the link is; null when it is gone or not looked up yet. */
export function addressOf(copy: EntrySent, went: Went | undefined): string | null {
  if (went?.kind === "link") return `/messages/links/${copy.mid}`;
  return went?.kind === "message" ? `/messages/${went.box}/${copy.mid}` : null;
}
