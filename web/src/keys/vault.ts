/**
 * Keeping the vault of this tab and the one of the server the same.
 *
 * Writing and taking happen in turn over all tabs, so that no older version is ever taken after a newer one was written.
 * A version that another device wrote in between is merged by the worker and written again.
 */
import { bodyOf, http, ifMatch } from "../api/client.ts";
import { isProblem, isTemporary } from "../api/problems.ts";
import type { PackBody } from "../worker/entryprotocol.ts";
import { inTurn } from "./inTurn.ts";
import { keyring } from "./keyring.ts";

const AGAIN_AFTER_MS = 5_000;
const SOON_MS = 400;
const LOOKS = 5;

/** Write what changed. Fails when the server does not take it; nothing is lost then, and it is tried again by itself. */
export async function saveVault(): Promise<void> {
  await inTurn("vault", writeAll);
}

/** For changes nobody waits for, such as a first contact: gathered for a moment, then written. */
export function saveVaultSoon(): void {
  plan(SOON_MS);
}

/** Take what the server has: another device or tab changed it. */
export async function takeServerVault(): Promise<void> {
  await inTurn("vault", take);
  saveVaultSoon();
}

/** Get the packs of entries that this tab has not yet: after it, `listEntries` answers. */
export async function fetchEntries(): Promise<void> {
  await inTurn("vault", fetchPacks);
}

let timer: ReturnType<typeof setTimeout> | null = null;

function plan(after: number): void {
  if (timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    saveVault().catch((problem: unknown) => {
      if (isTemporary(problem)) plan(AGAIN_AFTER_MS);
      // Anything else stays for the next write: the worker keeps the change, and a locked one has nothing to save.
    });
  }, after);
}

async function writeAll(): Promise<void> {
  for (;;) {
    const pending = await keyring().pendingVault();
    if (pending === null) return;
    try {
      const call = http.PUT("/v1/vault", { body: pending.body, headers: ifMatch(pending.ifMatch) });
      const { ver } = await bodyOf(call);
      await keyring().vaultSaved(ver);
    } catch (problem) {
      // Uploads that the server has forgotten must not hold everything else up.
      if (isProblem(problem, "blobs-not-ready")) await keyring().dropEntryFiles(problem.list("blobs"));
      // After a lost connection the same bytes may have arrived: the server's copy tells.
      else if (isProblem(problem, "vault-changed", "version-not-next")) await take();
      else throw problem;
    }
  }
}

async function take(): Promise<void> {
  const { wantsPacks } = await keyring().takeVault(await bodyOf(http.GET("/v1/vault")));
  if (wantsPacks) await fetchPacks();
}

/** Ask for packs until the worker has all that the vault names; another device may write meanwhile. */
async function fetchPacks(): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const wanted = await keyring().entriesWanted();
    if (wanted.length === 0) return;
    const taken = await Promise.all(wanted.map(async (file) => keyring().takePack(file, await packOf(file))));
    if (taken.includes("stale")) await keyring().takeVault(await bodyOf(http.GET("/v1/vault")));
  }
}

async function packOf(file: string): Promise<PackBody | null> {
  try {
    return await bodyOf(http.GET("/v1/packs/{file}", { params: { path: { file } } }));
  } catch (problem) {
    if (isProblem(problem, "pack-not-found")) return null;
    throw problem;
  }
}
