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
import { copiesOf, filtered, sourceOf } from "./picking/choosing.ts";

export function addressOfCopy(what: { readonly entry: string } | { readonly folder: string }): string {
  const [[name, value] = ["", ""]] = Object.entries(what);
  return `/messages/new#${name}=${encodeURIComponent(value)}`;
}

/** What a fragment asks for; null: nothing. Only what is not in the trash is copied, a folder with those within it. */
export async function copiesAsked(fragment: string): Promise<readonly AttachedItem[] | null> {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  const [entry, folder] = [asked.get("entry"), asked.get("folder")];
  if (entry === null && folder === null) return null;
  await fetchEntries();
  const all = await keyring().listEntries(null, false);
  const rows = folder === null ? all.filter(({ id }) => id === entry) : filtered(all, "all", folder);
  if (rows.length === 0) toast({ message: "Nothing was attached: there is no such entry." });
  if (rows.length > ITEMS_MOST)
    toast({
      message: `Only the first ${ITEMS_MOST} of ${plural(rows.length, "entry", "entries")} are attached: more do not fit into one message.`,
      stays: 12_000,
    });
  return copiesOf(rows.slice(0, ITEMS_MOST).map(sourceOf));
}
