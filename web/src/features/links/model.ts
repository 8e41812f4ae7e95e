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
  /** What this person keeps of it; null when that is not here. */
  readonly kept: Kept | null;
}

export interface Kept {
  readonly subject: string;
  readonly items: number;
  readonly files: number;
  readonly hasPassphrase: boolean;
  /** Its key is words that travel another way. */
  readonly isOfWords: boolean;
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
  const opened = link.openedAt === null ? "Not opened yet" : `Last opened ${inLine(link.openedAt, now)}`;
  if (link.state === "open") return `${viewsLine(link)} · Works until ${inLine(link.expiresAt, now)} · ${opened}`;
  return `${endWords(link, now)} · ${opened}`;
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
  return TITLES[link.state];
}

/** "1 item, 2 files", "Text". */
export function contents({ items, files }: Kept): string {
  const parts = [
    ...(items === 0 ? [] : [plural(items, "item", "items")]),
    ...(files === 0 ? [] : [plural(files, "file", "files")]),
  ];
  return parts.length === 0 ? "Text" : parts.join(", ");
}

/** The link for eyes: id and key are cut in the middle, the key apart from the rest. */
export function shortened(url: string): { address: string; key: string } {
  const [whole = "", key = ""] = url.replace(/^https?:\/\//, "").split("#");
  const at = whole.lastIndexOf("/") + 1;
  const address = `${whole.slice(0, at)}${whole.slice(at, at + 4)}…`;
  return { address, key: key === "" ? "" : `#${key.slice(0, 8)}…${key.slice(-8)}` };
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
