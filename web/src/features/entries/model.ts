/** The shelves of My entries: their addresses, what stands on them, and days. */
import { daysLeft } from "../../entries/days.ts";
import { RECEIVED, liesIn } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";

/** What a list shows. The name of a folder is a secret too: it stands behind `#` in addresses and never travels. */
export type Shelf =
  | { readonly list: "all" | "favourites" | "received" | "expiring" | "trash" }
  | { readonly list: "folder"; readonly folder: string };

const LISTS = ["all", "favourites", "received", "expiring", "trash"] as const;

/** The shelf of an address; null when there is none of that name. */
export function shelfOf(list: string | undefined, fragment: string): Shelf | null {
  const named = LISTS.find((one) => one === (list ?? "all"));
  if (named !== undefined) return { list: named };
  if (list !== "folder") return null;
  try {
    const folder = decodeURIComponent(fragment.replace(/^#/, ""));
    if (folder === RECEIVED) return { list: "received" };
    return folder === "" ? null : { list: "folder", folder };
  } catch {
    return null;
  }
}

/** The address of a shelf, or of one entry on it. */
export function addressOf(shelf: Shelf, id: string | null = null): string {
  const path = `/entries/${shelf.list}${id === null ? "" : `/${id}`}`;
  return shelf.list === "folder" ? `${path}#${encodeURIComponent(shelf.folder)}` : path;
}

/** The folder that a shelf shows; null when it gathers from all. */
export function folderOn(shelf: Shelf): string | null {
  if (shelf.list === "received") return RECEIVED;
  return shelf.list === "folder" ? shelf.folder : null;
}

const TITLES = {
  all: "All entries",
  favourites: "Favourites",
  received: "Received",
  expiring: "Expiring",
  trash: "Trash",
} as const;

export function shelfTitle(shelf: Shelf): string {
  return shelf.list === "folder" ? shelf.folder : TITLES[shelf.list];
}

/** From so many days before its day on an entry stands under Expiring. */
const SOON_DAYS = 30;

export function isExpiring({ expires }: Pick<EntryRow, "expires">, now: Date): boolean {
  return expires !== null && daysLeft(expires, now) <= SOON_DAYS;
}

/** The rows of a shelf. The trash has rows of its own. */
export function onShelf(rows: readonly EntryRow[], shelf: Shelf, now: Date): readonly EntryRow[] {
  if (shelf.list === "favourites") return rows.filter(({ isFavourite }) => isFavourite);
  if (shelf.list === "expiring") return rows.filter((row) => isExpiring(row, now));
  const folder = folderOn(shelf);
  return folder === null ? rows : rows.filter((row) => liesIn(row, folder));
}
