/**
 * *Keep a copy in My entries*, after the message was sent. A message that was not sent leaves nothing behind: the wish
 * stays with its row, and counts at the next try.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { AttachedItem } from "../credentials/model.ts";
import { addItems } from "../entries/adding.ts";
import { joinNames } from "../lib/names.ts";
import { toast } from "../ui/toasts/toasts.tsx";

export async function keepCopies(client: QueryClient, attached: readonly AttachedItem[]): Promise<void> {
  const items = attached.filter(({ keep }) => keep).map(({ item }) => item);
  if (items.length === 0) return;
  const names = joinNames(items.map(({ title }) => `“${title}”`));
  try {
    const fields = (item: AttachedItem["item"]) =>
      item.fields.map(({ f, label, value, hide }) => ({ f, label: label ?? null, value, isCovered: hide === true }));
    await addItems(
      client,
      items.map((item) => ({ ...item, fields: fields(item) })),
      "",
    );
    toast({ message: `${names} ${items.length === 1 ? "is" : "are"} kept in My entries` });
  } catch {
    toast({ message: `${names} could not be kept in My entries. Save it from Sent.`, stays: false });
  }
}
