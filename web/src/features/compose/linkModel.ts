/** What the window for a link shows: the text as typed, and how the link may be opened. */
import type { AttachedItem } from "../../credentials/model.ts";

/** What the organisation begins with and allows; null stands for no limit. */
export interface LinkRules {
  readonly days: number;
  readonly maxDays: number;
  readonly views: number | null;
  readonly maxViews: number | null;
  readonly passphrase: boolean;
}

export interface LinkDraft {
  subject: string;
  body: string;
  items: readonly AttachedItem[];
  until: Date | null;
  /** null: without a limit. */
  views: number | null;
  passphrase: "generated" | "own" | "none";
  /** What was typed as one's own. */
  own: string;
  notify: boolean;
}

/** Errors of fields, each beginning with what to do. */
export interface LinkErrors {
  message?: string;
  until?: string;
  passphrase?: string;
}

const VIEWS: readonly (number | null)[] = [1, 3, 5, 10, 100, null];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST_BYTES = 1000;

export function newLink(rules: LinkRules, now: Date): LinkDraft {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return {
    ...{ subject: "", body: "", items: [], own: "", notify: true },
    until: new Date(minute + Math.min(rules.days, rules.maxDays) * DAY_MS),
    views: isTooOften(rules.views, rules) ? rules.maxViews : rules.views,
    passphrase: rules.passphrase ? "generated" : "none",
  };
}

function isTooOften(views: number | null, { maxViews }: LinkRules): boolean {
  return maxViews !== null && (views === null || views > maxViews);
}

/** How often a link may be opened, in order; `begin` is among them whatever it is. */
export function viewChoices(rules: LinkRules, begin: number | null): readonly (number | null)[] {
  const all = new Set([...VIEWS.filter((views) => !isTooOften(views, rules)), begin]);
  return [...all].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
}

/** Judges what was typed; `attached` counts what goes along. */
export function linkErrors(draft: LinkDraft, attached: number, now: Date, { maxDays }: LinkRules): LinkErrors {
  const errors: LinkErrors = {};
  if (draft.body.trim() === "" && attached === 0)
    errors.message = "This message has no text and nothing attached. Add something to send.";
  if (draft.until === null || draft.until <= now) errors.until = "Choose a time in the future.";
  else if (draft.until.getTime() > now.getTime() + maxDays * DAY_MS) {
    const latest = new Date(now.getTime() + maxDays * DAY_MS);
    const day = latest.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    errors.until = `Choose a date before ${day}. Your company allows at most ${maxDays} days.`;
  }
  if (draft.passphrase === "own" && draft.own.trim() === "") errors.passphrase = "Type a passphrase, or have one made";
  else if (draft.passphrase === "own" && new TextEncoder().encode(draft.own.normalize("NFKC")).length > MOST_BYTES)
    errors.passphrase = "Choose a shorter passphrase";
  return errors;
}
