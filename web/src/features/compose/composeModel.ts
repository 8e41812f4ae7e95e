/** What the compose window shows: the text as typed, who would read it, and what holds the send up. */
import type { AttachedItem } from "../../credentials/model.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";
import type { Someone } from "../../mailbox/model.ts";

export interface Draft {
  to: Choice[];
  subject: string;
  body: string;
  /** Credentials and copies of entries, in the order in which they were added. */
  items: readonly AttachedItem[];
  expires: boolean;
  expiresAt: Date | null;
}

export const EMPTY_DRAFT: Draft = { to: [], subject: "", body: "", items: [], expires: false, expiresAt: null };

/** One group of readers under "See who". */
export interface ReaderGroup {
  /** "Chosen by you" or the group's name. */
  title: string;
  people: (Someone & { note: string })[];
}

/** Who would be able to read what is being written. */
export interface Audience {
  count: number;
  groups: ReaderGroup[];
  /** One amber line per group and reason, with the names of those who are left out. */
  leftOut: string[];
  /** Different people who are left out. */
  leftOutCount: number;
  /** "Wei Zhang is no longer in it.", "Was M. Okafor, now Maya Okafor". */
  mentions: string[];
}

/** What has to be looked at before anything is sent. */
export type Hold =
  | { kind: "new-key"; person: Someone; triesLeft: number; wasChecked: boolean; inGroup: string | null }
  | { kind: "group-first"; gid: string; name: string; people: Someone[] }
  | { kind: "group-added"; gid: string; name: string; people: Someone[] }
  | { kind: "group-older"; gid: string; name: string }
  | { kind: "cannot-receive"; person: Someone; why: string };

export function holdKey(hold: Hold): string {
  return "gid" in hold ? `${hold.kind} ${hold.gid}` : `${hold.kind} ${hold.person.addr}`;
}

/** Errors of fields, each beginning with what to do. */
export interface FieldErrors {
  to?: string;
  expiry?: string;
  message?: string;
}

/** Judges what was typed; `attached` counts what goes along, `maxDays` is the organisation's longest expiry, null where there is none. */
export function fieldErrors(draft: Draft, attached: number, now: Date, maxDays: number | null): FieldErrors {
  const errors: FieldErrors = {};
  if (draft.to.length === 0) errors.to = "Add at least one person or group.";
  if (draft.body.trim() === "" && attached === 0)
    errors.message = "This message has no text and nothing attached. Add something to send.";
  if (!draft.expires) {
    if (maxDays !== null) errors.expiry = `Choose a date. Your company allows at most ${maxDays} days.`;
    return errors;
  }
  const latest = maxDays === null ? null : new Date(now.getTime() + maxDays * 86_400_000);
  if (draft.expiresAt === null || draft.expiresAt <= now) errors.expiry = "Choose a time in the future.";
  else if (latest !== null && draft.expiresAt > latest) {
    const day = latest.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    errors.expiry = `Choose a date before ${day}. Your company allows at most ${maxDays} days.`;
  }
  return errors;
}
