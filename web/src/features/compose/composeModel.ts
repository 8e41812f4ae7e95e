/** What the compose window shows of what was typed, and the judgement on it. */
import type { AttachedItem } from "../../credentials/model.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";

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
