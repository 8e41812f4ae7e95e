/** Links for people outside as their maker sees them, and the words for how they are doing. */
import { itemTime } from "../../lib/dates.ts";
import { plural } from "../../lib/names.ts";

export interface SharedLink {
  readonly id: string;
  readonly state: "open" | "used" | "expired" | "revoked" | "locked" | "deleted";
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** null: without a limit. */
  readonly views: number | null;
  readonly viewsLeft: number | null;
  readonly opened: number;
  readonly openedAt: Date | null;
  readonly notify: boolean;
  /** The one address that may open it; null for everybody. */
  readonly onlyAddr: string | null;
  /** Whom the server mailed it, and what became of that; none where its maker passes it on. */
  readonly mails: readonly LinkMail[];
  /** What this person keeps of it; null when that is not here. */
  readonly kept: Kept | null;
}

export interface LinkMail {
  readonly to: string;
  readonly state: "queued" | "sent" | "failed";
  /** Why the last try failed: one word, or the mail server's code. */
  readonly reason: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  /** From when on it may be mailed there again; null: no more. */
  readonly againAt: Date | null;
}

export interface Kept {
  readonly subject: string;
  readonly items: number;
  readonly files: number;
  readonly hasPassphrase: boolean;
  /** Its key is words that travel another way. */
  readonly isOfWords: boolean;
  /** The id of the request that its readers answer; null where they cannot. */
  readonly reply: string | null;
}

/** A link with everything that is shown of it alone. */
export interface OpenedLink extends SharedLink {
  /** Newest first, as the server counted them. */
  readonly visits: readonly { readonly at: Date; readonly network: string }[];
  /** The whole link; null when its key is not here. */
  readonly url: string | null;
}

export function subjectOf({ kept }: SharedLink): string {
  if (kept === null) return "A link whose key is not here";
  return kept.subject === "" ? "(no subject)" : kept.subject;
}

/** "2 of 3 views left", "Unlimited views, opened 2 times". */
export function viewsLine({ views, viewsLeft, opened }: SharedLink): string {
  if (views === null || viewsLeft === null)
    return `Unlimited views${opened === 0 ? "" : `, opened ${plural(opened, "time", "times")}`}`;
  return `${viewsLeft} of ${plural(views, "view", "views")} left`;
}

/** The second line of a row. */
export function statusLine(link: SharedLink, now: Date): string {
  const never = link.state === "open" ? "Not opened yet" : "Never opened";
  const opened = link.openedAt === null ? never : `Last opened ${inLine(link.openedAt, now)}`;
  if (isUnsent(link)) return `Not mailed to everybody · ${viewsLine(link)} · ${opened}`;
  if (link.state === "open") return `${viewsLine(link)} · Works until ${inLine(link.expiresAt, now)} · ${opened}`;
  return `${endWords(link, now)} · ${opened}`;
}

/** A mail with it was given up: somebody has to look. */
export function isUnsent({ state, mails }: SharedLink): boolean {
  return state === "open" && mails.some((mail) => mail.state === "failed");
}

/** What goes another way than the link. */
export function secretName({ isOfWords }: Kept): "words" | "passphrase" {
  return isOfWords ? "words" : "passphrase";
}

const ENDS = {
  used: "All views used",
  expired: "Expired",
  revoked: "Revoked",
  locked: "Locked after five wrong passphrases",
  deleted: "Deleted by the reader",
} as const;

function endWords({ state, endedAt, expiresAt }: SharedLink, now: Date): string {
  if (state === "open") return "";
  return `${ENDS[state]} ${inLine(endedAt ?? expiresAt, now)}`;
}

const TITLES: Record<SharedLink["state"], string> = {
  open: "Your link is ready",
  used: "All views of this link are used",
  expired: "This link has expired",
  revoked: "You revoked this link",
  locked: "This link is locked",
  deleted: "The reader deleted this message",
};

export function titleOf(link: SharedLink): string {
  if (link.state === "open" && link.mails.length > 0) return "Your link goes by email";
  return TITLES[link.state];
}

/** "kim@partner.example", "3 addresses"; null where its maker passes it on. */
export function mailedTo({ mails }: SharedLink): string | null {
  if (mails.length === 0) return null;
  return mails.length === 1 ? (mails[0]?.to ?? "") : plural(mails.length, "address", "addresses");
}

/** What became of one mail. */
export function mailLine({ state, reason, askedAt, endedAt }: LinkMail, now: Date): string {
  if (state === "sent") return `Sent ${inLine(endedAt ?? askedAt, now)}`;
  if (state === "failed") return `Not sent. ${reasonWords(reason)}`;
  return reason === null ? "On its way" : `On its way. ${reasonWords(reason)} It is tried again.`;
}

const REASONS: Readonly<Record<string, string>> = {
  timeout: "The mail server does not answer in time.",
  disconnected: "The mail server ended the connection.",
};

function reasonWords(reason: string | null): string {
  if (reason === null) return "The mail server did not take it.";
  if (/^5\d\d$/.test(reason)) return `The mail server refused it (${reason}). Check the address.`;
  return REASONS[reason] ?? `The mail server did not take it (${reason}).`;
}

/** Whether and from when on a mail may go to this address again: `true` now, a sentence otherwise. */
export function againWords({ state, againAt }: LinkMail, now: Date): true | string {
  if (state === "queued") return "";
  if (againAt === null) return "No more mails go to this address";
  return againAt <= now ? true : `Can be sent again from ${inLine(againAt, now)}`;
}

/** "1 item, 2 files", "Text". */
export function contents({ items, files }: Kept): string {
  const parts = [
    ...(items === 0 ? [] : [plural(items, "item", "items")]),
    ...(files === 0 ? [] : [plural(files, "file", "files")]),
  ];
  return parts.length === 0 ? "Text" : parts.join(", ");
}

/** In the middle of a line: "today, 14:08", "Sun 22 Nov, 18:00". */
export function inLine(at: Date, now: Date): string {
  return itemTime(at, now).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase());
}

/** What a sender's own mail program starts with. The link is inside, so it never touches the server. */
export function mailWith(url: string, until: string, hasPassphrase: boolean): string {
  const words = [
    "Hello,",
    "I have a secure message for you. Open it here:",
    url,
    `It works until ${until}.${hasPassphrase ? " I tell you the passphrase another way." : ""}`,
  ].join("\n\n");
  return `mailto:?subject=${encodeURIComponent("A secure message for you")}&body=${encodeURIComponent(words)}`;
}
