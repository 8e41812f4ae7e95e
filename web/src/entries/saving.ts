/** Reading and changing saved entries: what every page of them asks the worker and the server. */
import type { QueryClient } from "@tanstack/react-query";
import { ConnectionLost, isTemporary } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { fetchEntries, saveVault, saveVaultSoon } from "../keys/vault.ts";
import { joinNames } from "../lib/names.ts";
import { toast } from "../ui/toasts/toasts.tsx";
import { WorkerProblem } from "../worker/calls.ts";
import type { EntryRow } from "./model.ts";

/** Everything that is kept of entries until the lock. Events of the vault make it anew. */
export const ENTRIES_KEY = ["entries"];

export interface Listed {
  readonly rows: readonly EntryRow[];
  readonly trash: readonly EntryRow[];
}

/** What the worker says once it has what the server has; without a line, of what this device has. */
export async function latestOrHeld<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    await fetchEntries();
  } catch (problem) {
    if (!(problem instanceof ConnectionLost)) throw problem;
    return read().catch(() => {
      throw problem;
    });
  }
  return read();
}

/** Every entry by title. What two devices changed at once is said, once. */
export async function listAll(): Promise<Listed> {
  const all = keyring();
  const [rows, trash, titles] = await latestOrHeld(() =>
    Promise.all([all.listEntries(null, false), all.listEntries(null, true), all.entryCopiesMade()]),
  );
  if (titles.length > 0) {
    const names = joinNames(titles.map((title) => `“${title}”`));
    toast({ message: `${names} was changed on two devices at once. Both versions are kept.`, stays: 12_000 });
  }
  return { rows, trash };
}

/**
 * Change entries in the worker, show it, and save it. Fails with what the worker or the server refused. What the server
 * only cannot take now is said, and saved later: trying again would make the same change twice.
 */
export async function change<Value>(client: QueryClient, work: () => Promise<Value>): Promise<Value> {
  await fetchEntries().catch((problem: unknown) => {
    // Without a line the entries of this device are changed, and saved later.
    if (!(problem instanceof ConnectionLost)) throw problem;
  });
  const value = await work();
  await client.invalidateQueries({ queryKey: ENTRIES_KEY });
  try {
    await saveVault();
  } catch (problem) {
    if (!isTemporary(problem)) throw problem;
    saveVaultSoon();
    toast({ message: "Not saved yet. Keep this window open: it is saved when the server answers.", stays: 12_000 });
    return value;
  }
  await client.invalidateQueries({ queryKey: ENTRIES_KEY });
  return value;
}

/** Whether another device or tab changed the entry since it was read. */
export function isChangedMeanwhile(problem: unknown): boolean {
  return problem instanceof WorkerProblem && problem.code === "entry-changed";
}

export function isGone(problem: unknown): boolean {
  return problem instanceof WorkerProblem && problem.code === "entry-not-found";
}

/** Why nothing is shown: no answer, or what came is not what it should be. */
export function failureOf(problem: unknown): "no-answer" | "refused" {
  return problem instanceof WorkerProblem ? "refused" : "no-answer";
}
