/** What the window for a new request shows: what is asked for as typed, who reads, until when, and how often. */
import { plural } from "../../lib/names.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";

/** What the organisation begins with and allows. */
export interface RequestRules {
  readonly days: number;
  readonly maxDays: number;
  readonly maxAnswers: number;
}

export interface NewRequest {
  title: string;
  note: string;
  login: boolean;
  files: boolean;
  text: boolean;
  /** Names of further fields, as typed. */
  fields: readonly string[];
  /** Others read the answers as well: `readers`, as they were chosen. */
  isShared: boolean;
  readers: readonly Choice[];
  until: Date | null;
  answers: number;
  /** An address for one's own mail program; the server never sees it. */
  to: string;
}

/** Errors of fields, each beginning with what to do. */
export interface RequestErrors {
  title?: string;
  asked?: string;
  readers?: string;
  until?: string;
  to?: string;
}

const ANSWERS = [1, 2, 3, 5, 10, 25, 50, 100];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const MOST_TITLE = 200;
export const MOST_NOTE = 2_000;
export const MOST_NAME = 200;
/** Twenty in all, with username and password. */
export const MOST_FIELDS = 18;
const ADDRESS = /^[^\s@,;:<>"]+@[^\s@,;:<>"]+\.[^\s@,;:<>"]+$/;

export function newRequest({ days, maxDays }: RequestRules, now: Date): NewRequest {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return {
    ...{ title: "", note: "", login: true, files: false, text: false, fields: [], answers: 1, to: "" },
    ...{ isShared: false, readers: [] },
    until: new Date(minute + Math.min(days, maxDays) * DAY_MS),
  };
}

/** How many answers may be chosen, in order. */
export function answerChoices({ maxAnswers }: RequestRules): { value: string; label: string }[] {
  const all = [...new Set([...ANSWERS.filter((count) => count <= maxAnswers), Math.min(maxAnswers, 1_000)])];
  return all
    .sort((a, b) => a - b)
    .map((count) => ({ value: String(count), label: count === 1 ? "One" : `Up to ${count}` }));
}

/** The fields as they are asked for; names that were left empty are none. */
export function fieldsOf({ login, fields }: NewRequest): { f: string; label: string }[] {
  const own = fields.map((label) => label.trim()).filter((label) => label !== "");
  return [
    ...(login
      ? [
          { f: "username", label: "Username" },
          { f: "password", label: "Password" },
        ]
      : []),
    ...own.map((label) => ({ f: "custom", label })),
  ];
}

export function requestErrors(request: NewRequest, now: Date, { maxDays }: RequestRules): RequestErrors {
  const errors: RequestErrors = {};
  if (request.title.trim() === "") errors.title = "Say what you need";
  if (fieldsOf(request).length === 0 && !request.text && !request.files) errors.asked = "Choose what to ask for";
  if (request.isShared && request.readers.length === 0) errors.readers = "Add at least one person or group.";
  if (request.until === null || request.until <= now) errors.until = "Choose a time in the future.";
  else if (request.until.getTime() > now.getTime() + maxDays * DAY_MS) {
    const latest = new Date(now.getTime() + maxDays * DAY_MS);
    const day = latest.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    errors.until = `Choose a date before ${day}. Your company allows at most ${maxDays} days.`;
  }
  if (request.to.trim() !== "" && !ADDRESS.test(request.to.trim())) errors.to = "Enter one address, or leave it empty";
  return errors;
}

/** What happens with the page after the answers that were chosen. */
export function closingWords(answers: number): string {
  return answers === 1
    ? "One answer. Then the page closes."
    : `${plural(answers, "answer", "answers")}. Then the page closes.`;
}

/** Who can read the answer, inside a sentence. `others` is null until they are known. */
export function whoReads({ isShared }: Pick<NewRequest, "isShared">, others: number | null): string {
  if (!isShared) return "you";
  if (others === null || others === 0) return "you and those you choose";
  return `you and ${plural(others, "other person", "other people")}`;
}
