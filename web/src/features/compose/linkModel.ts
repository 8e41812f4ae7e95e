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

/** What the organisation allows of requests: a link whose readers may answer is one as well. */
export interface ReplyRules {
  readonly areAllowed: boolean;
  readonly maxDays: number;
  readonly maxAnswers: number;
}

/** How a link gets to its readers: passed on by its maker, or mailed by the server without its key. */
export type LinkWay = "link" | "email";

export interface LinkDraft {
  readonly way: LinkWay;
  /** Whom the server mails it. */
  to: readonly string[];
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
  /** Only one address may open it: the one it is mailed to, or else `onlyAddr`. */
  isForOne: boolean;
  onlyAddr: string;
  /** Of the page, and of the mails to its readers. */
  lang: "en" | "de" | "fr";
  /** Whoever opens it can answer. */
  reply: boolean;
}

/** Errors of fields, each beginning with what to do. */
export interface LinkErrors {
  to?: string;
  onlyAddr?: string;
  message?: string;
  until?: string;
  passphrase?: string;
}

const VIEWS: readonly (number | null)[] = [1, 3, 5, 10, 100, null];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST_BYTES = 1000;
const LEAST_ANSWERS = 10;
const UNLIMITED_ANSWERS = 100;
export const MOST_ADDRESSES = 10;
const ADDRESS = /^[^\s@,;]+@[^\s@,;]+$/;
const NO_ADDRESS = "Type a whole address, such as name@example.org";

export function newLink(rules: LinkRules, now: Date, way: LinkWay = "link"): LinkDraft {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return {
    ...{ way, to: [], subject: "", body: "", items: [], own: "", notify: true },
    ...{ isForOne: false, onlyAddr: "", lang: "en", reply: true },
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
  const errors: LinkErrors = addressErrors(draft);
  if (draft.body.trim() === "" && attached === 0)
    errors.message = "This message has no text and nothing attached. Add something to send.";
  if (draft.until === null || draft.until <= now) errors.until = "Choose a time in the future.";
  else if (draft.until.getTime() > now.getTime() + maxDays * DAY_MS) {
    const latest = new Date(now.getTime() + maxDays * DAY_MS);
    const day = latest.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    errors.until = `Choose a date before ${day}. Your company allows at most ${maxDays} days.`;
  }
  if (draft.way === "email") return errors;
  if (draft.passphrase === "own" && draft.own.trim() === "") errors.passphrase = "Type a passphrase, or have one made";
  else if (draft.passphrase === "own" && new TextEncoder().encode(draft.own.normalize("NFKC")).length > MOST_BYTES)
    errors.passphrase = "Choose a shorter passphrase";
  return errors;
}

/** The addresses in what was typed or pasted, each once. */
export function addressesIn(typed: readonly string[]): readonly string[] {
  return [...new Set(typed.flatMap((some) => some.split(/[\s,;]+/)).filter((addr) => addr !== ""))];
}

function addressErrors({ way, to, isForOne, onlyAddr }: LinkDraft): LinkErrors {
  if (way === "link") return isForOne && !ADDRESS.test(onlyAddr.trim()) ? { onlyAddr: NO_ADDRESS } : {};
  if (to.length === 0) return { to: "Add at least one address." };
  if (to.length > MOST_ADDRESSES) return { to: `Remove some: ${MOST_ADDRESSES} addresses at most.` };
  const wrong = to.filter((addr) => !ADDRESS.test(addr));
  return wrong.length === 0 ? {} : { to: `${NO_ADDRESS}, in place of “${wrong[0] ?? ""}”` };
}

/** Until when and how often its readers may answer (spec/links.md 9.6.8); null: not at all. */
export function replyOf(
  { reply, until, views }: LinkDraft,
  { areAllowed, maxDays, maxAnswers }: ReplyRules,
  now: Date,
): { end: Date; answers: number } | null {
  if (!reply || !areAllowed || until === null) return null;
  // The server counts by its own clock, which may be a little behind.
  const latest = now.getTime() + maxDays * DAY_MS - MINUTE_MS;
  const wished = views === null ? UNLIMITED_ANSWERS : Math.max(views, LEAST_ANSWERS);
  return { end: new Date(Math.min(until.getTime(), latest)), answers: Math.min(wished, maxAnswers) };
}

/** The address that alone may open it; null for everybody who has link and passphrase. */
export function onlyAddrOf({ way, to, isForOne, onlyAddr }: LinkDraft): string | null {
  if (!isForOne) return null;
  if (way === "link") return onlyAddr.trim();
  return to.length === 1 ? (to[0] ?? null) : null;
}
