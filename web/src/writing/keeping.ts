/**
 * What is kept in My entries after a message was sent, or a link made: copies of what was typed (*Keep a copy in My
 * entries*), and where copies of entries went. A message that was not sent leaves nothing behind: the wish stays with its
 * row, and counts at the next try.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { AttachedItem } from "../credentials/model.ts";
import { addItems } from "../entries/adding.ts";
import { change } from "../entries/saving.ts";
import { keyring } from "../keys/keyring.ts";
import { joinNames } from "../lib/names.ts";
import { toast } from "../ui/toasts/toasts.tsx";

/** The message, or the link, that everything went with. */
export interface Went {
  readonly mid: string;
  readonly isLink: boolean;
}

/** Nobody waits for it: the message is gone, and what fails here is told. */
export async function keepWhatWasSent(
  client: QueryClient,
  attached: readonly AttachedItem[],
  went: Went,
): Promise<void> {
  await noteCopies(client, attached, went);
  await keepCopies(client, attached);
}

async function noteCopies(
  client: QueryClient,
  attached: readonly AttachedItem[],
  { mid, isLink }: Went,
): Promise<void> {
  const copied = attached.flatMap(({ source }) => (source === null ? [] : [{ id: source.id, rev: source.rev }]));
  if (copied.length === 0) return;
  try {
    await change(client, () => keyring().noteCopies(copied, mid, isLink));
  } catch {
    toast({ message: "It is sent, but My entries could not note where the copies went.", stays: 12_000 });
  }
}

async function keepCopies(client: QueryClient, attached: readonly AttachedItem[]): Promise<void> {
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
