/**
 * *Send a copy*: the address of a compose window that begins with copies of entries. Which ones stands behind `#`, as the
 * name of a folder does everywhere: it never travels.
 */
import type { AttachedItem } from "../credentials/model.ts";
import { ITEMS_MOST } from "../credentials/useItems.ts";
import { keyring } from "../keys/keyring.ts";
import { fetchEntries } from "../keys/vault.ts";
import { plural } from "../lib/names.ts";
import { toast } from "../ui/toasts/toasts.tsx";
import { liesIn } from "./model.ts";
import type { EntryRow } from "./model.ts";
import { copiesOf, sourceOf } from "./picking/choosing.ts";

type Copied = { readonly entry: string } | { readonly entries: readonly string[] } | { readonly folder: string };

export function addressOfCopy(what: Copied): string {
  const [[name, value] = ["", ""]] = Object.entries(what) as [string, string | readonly string[]][];
  return `/messages/new#${name}=${encodeURIComponent(typeof value === "string" ? value : value.join(" "))}`;
}

/** Which entries a fragment names; null: it names none at all. */
function askedFor(fragment: string): ((row: EntryRow) => boolean) | null {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  const [entry, entries, folder] = [asked.get("entry"), asked.get("entries"), asked.get("folder")];
  if (folder !== null) return (row) => liesIn(row, folder);
  const named = entries?.split(" ") ?? (entry === null ? null : [entry]);
  if (named === null) return null;
  const ids = new Set(named);
  return ({ id }) => ids.has(id);
}

/** What a fragment asks for; null: nothing. Only what is not in the trash is copied, a folder with those within it. */
export async function copiesAsked(fragment: string): Promise<readonly AttachedItem[] | null> {
  const isAsked = askedFor(fragment);
  if (isAsked === null) return null;
  await fetchEntries();
  const rows = (await keyring().listEntries(null, false)).filter(isAsked);
  if (rows.length === 0) toast({ message: "Nothing was attached: there is no such entry." });
  if (rows.length > ITEMS_MOST)
    toast({
      message: `Only the first ${ITEMS_MOST} of ${plural(rows.length, "entry", "entries")} are attached: more do not fit into one message.`,
      stays: 12_000,
    });
  return copiesOf(rows.slice(0, ITEMS_MOST).map(sourceOf));
}
