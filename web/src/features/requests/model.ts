/** Requests to people outside as their asker sees them, and the words for how they are doing. */
import { itemTime } from "../../lib/dates.ts";
import { joinNames, plural } from "../../lib/names.ts";
import type { Someone } from "../../mailbox/model.ts";
import { fullName } from "../../mailbox/words.ts";

export interface AskedRequest {
  readonly id: string;
  readonly state: "open" | "answered" | "expired" | "closed";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly answers: number;
  readonly answersLeft: number;
  /** What it asks for; null when its key is not here. */
  readonly asked: AskedFor | null;
  /** Who reads the answers besides the asker, as the server says. */
  readonly readers: readonly Someone[];
  /** Answers of it that nobody has read. */
  readonly unread: number;
}

export interface AskedFor {
  readonly title: string;
  readonly note: string;
  readonly fields: readonly { readonly label: string }[];
  readonly text: boolean;
  readonly files: boolean;
  /** The link whose readers it lets answer; null for a request that is one by itself. */
  readonly link?: string | null;
}

/** A request with everything that is shown of it alone. */
export interface OpenedRequest extends AskedRequest {
  /** The whole link; null when its key is not here, or nobody can answer any more. */
  readonly url: string | null;
  /** Eight words that the page with the answer shows as well. */
  readonly words: readonly string[];
  /** Newest first. */
  readonly came: readonly {
    readonly mid: string;
    readonly at: Date;
    readonly network: string;
    readonly unread: boolean;
  }[];
}

export type Standing = "waiting" | "answered" | "closed";

export const STANDINGS: readonly { readonly standing: Standing; readonly name: string }[] = [
  { standing: "waiting", name: "Waiting" },
  { standing: "answered", name: "Answered" },
  { standing: "closed", name: "Closed" },
];

export function standingOf({ state, answers }: AskedRequest): Standing {
  if (answers > 0) return "answered";
  return state === "open" ? "waiting" : "closed";
}

export function titleOf({ asked }: Pick<AskedRequest, "asked">): string {
  return asked === null ? "A request whose key is not here" : asked.title;
}

/** The second line of a row. */
export function statusLine(request: AskedRequest, now: Date): string {
  const also = request.readers.length === 0 ? "" : ` · Also read by ${namesOf(request.readers)}`;
  return `${progressOf(request, now)}${also}`;
}

/** So many people are named one by one. */
const NAMED = 3;

/** "Bob Roy and Dana Lee", "8 people". */
function namesOf(people: readonly Someone[]): string {
  return people.length > NAMED ? plural(people.length, "person", "people") : joinNames(people.map(fullName));
}

/** "You, Bob Roy and Dana Lee", "You and 8 others". */
export function allReaders(others: readonly Someone[]): string {
  const names = others.length > NAMED ? [plural(others.length, "other", "others")] : others.map(fullName);
  return joinNames(["You", ...names]);
}

function progressOf(request: AskedRequest, now: Date): string {
  const { state, answers, answersLeft } = request;
  const came = answers === 0 ? "No answer yet" : plural(answers, "answer", "answers");
  if (state === "open") {
    const more = answers > 0 ? ` · ${plural(answersLeft, "more can come", "more can come")}` : "";
    return `${came}${more} · Open until ${inLine(request.expiresAt, now)}`;
  }
  return `${answers === 0 ? "No answer" : came} · ${endWords(request, now)}`;
}

const ENDS = { answered: "Answered", expired: "Expired", closed: "Closed by you" } as const;

export function endWords({ state, endedAt, expiresAt }: AskedRequest, now: Date): string {
  return state === "open" ? "" : `${ENDS[state]} ${inLine(endedAt ?? expiresAt, now)}`;
}

const REPLY_TITLES: Record<AskedRequest["state"], string> = {
  open: "Replies to your link",
  answered: "All replies to your link have come",
  expired: "The time for replies is over",
  closed: "You closed the replies to your link",
};

const TITLES: Record<AskedRequest["state"], string> = {
  open: "Your request is ready",
  answered: "This request is answered",
  expired: "This request has expired",
  closed: "You closed this request",
};

export function headingOf({ state, answers, asked }: AskedRequest): string {
  if (asked?.link != null) return REPLY_TITLES[state];
  return state === "open" && answers > 0 ? "This request is open" : TITLES[state];
}

/** "Username, Password and files". */
export function askedWords({ fields, text, files }: AskedFor): string {
  return joinNames([...fields.map(({ label }) => label), ...(text ? ["text"] : []), ...(files ? ["files"] : [])]);
}

/** In the middle of a line: "today, 14:08", "Sun 22 Nov, 18:00". */
export function inLine(at: Date, now: Date): string {
  return itemTime(at, now).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase());
}

/** What the asker's own mail program starts with. The link is inside, so it never touches the server; the title is not. */
export function mailWith(url: string, to: string, until: string): string {
  const words = [
    "Hello,",
    "I need something from you that only I should read. Send it to me here, without an account:",
    url,
    `The page is open until ${until}. To be sure that it is mine, ask me for the eight words that it shows.`,
  ].join("\n\n");
  const subject = encodeURIComponent("A request for you");
  return `mailto:${encodeURIComponent(to)}?subject=${subject}&body=${encodeURIComponent(words)}`;
}
