/** What import and export ask the worker and the server. */
import type { QueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { ENTRIES_KEY } from "../../entries/saving.ts";
import { keyring } from "../../keys/keyring.ts";
import { fetchEntries, saveVault, saveVaultSoon } from "../../keys/vault.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { ImportAnswer } from "../../worker/importprotocol.ts";

/** The reader refuses more, too; nobody should wait for that. */
const FILE_MOST = 64 * 1024 * 1024;
const KEY_FILE_MOST = 1024 * 1024;

export interface Secrets {
  readonly password: string;
  readonly keyFile: File | null;
}

/** Read a file in the worker. Fails when it cannot be read from the disk, and when the server does not answer. */
export async function readImport(file: File, secrets: Secrets | null): Promise<ImportAnswer> {
  if (file.size > FILE_MOST || (secrets?.keyFile?.size ?? 0) > KEY_FILE_MOST)
    return { state: "unreadable", reason: "too-large" };
  await fetchEntries();
  const bytes = await file.arrayBuffer();
  const keyFile = (await secrets?.keyFile?.arrayBuffer()) ?? null;
  await new Promise<void>((resolve, reject) => {
    keyring()
      .carry("readImport", bytes, secrets?.password ?? null, keyFile, () => resolve())
      .catch(reject);
  });
  await fetchEntries();
  return keyring().carry("importAnswer");
}

export function dropImport(): void {
  // Without an account there is nothing to forget.
  keyring()
    .carry("dropImport")
    .catch(() => undefined);
}

/**
 * Save what was read, step by step: each is one transaction, and `tell` hears how many are saved. After a failure the
 * same call goes on where it stopped.
 */
export async function saveImport(
  client: QueryClient,
  withDuplicates: boolean,
  tell: (saved: number, all: number) => void,
): Promise<number> {
  try {
    for (;;) {
      await fetchEntries();
      // What an earlier call left unsaved goes first.
      await saveVault();
      const { taken, all } = await keyring().carry("takeImport", withDuplicates);
      await saveVault();
      tell(taken, all);
      if (taken === all) return all;
    }
  } catch (problem) {
    saveVaultSoon();
    throw problem;
  } finally {
    await client.invalidateQueries({ queryKey: ENTRIES_KEY });
  }
}

export async function exportSealed(passphrase: string): Promise<Uint8Array> {
  await fetchEntries();
  return keyring().carry("exportSealed", passphrase);
}

export async function exportPlain(password: string): Promise<Uint8Array> {
  await fetchEntries();
  const { slot_password } = await bodyOf(http.GET("/v1/credentials"));
  return keyring().carry("exportPlain", password, slot_password);
}

export function isWrongPassword(problem: unknown): boolean {
  return problem instanceof WorkerProblem && problem.code === "wrong-key";
}

/** Hand the bytes over to the browser as a file. */
export function keepFile(bytes: Uint8Array, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes.slice().buffer], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
