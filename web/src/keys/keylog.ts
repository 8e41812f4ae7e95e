/**
 * Following the key log of the server: every answer goes through the worker, which checks it against all it knew.
 *
 * One run at a time. What the worker finds is given back as it is; screens for it are made elsewhere.
 */
import { bodyOf, fetchLog, http } from "../api/client.ts";
import { WorkerProblem } from "../worker/calls.ts";
import type { LogFacts } from "../worker/shapes.ts";
import { keyring } from "./keyring.ts";
import { saveVault, saveVaultSoon, takeServerVault } from "./vault.ts";

let running: Promise<LogFacts> | null = null;
const listeners = new Set<(facts: LogFacts) => void>();

/** Called with the state of the log after every run. Gives back how to stop listening. */
export function onLogFacts(listener: (facts: LogFacts) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const rolledBack = new Set<() => void>();

/**
 * Called when the server shows an older vault that no restart of the log explains. Whoever asks for the log first finds
 * that out, be it the start of the page or a message in its list.
 */
export function onRolledBack(listener: () => void): () => void {
  rolledBack.add(listener);
  return () => rolledBack.delete(listener);
}

/** Bring the worker up to the end of the log. Fails when the server does not answer, and with `locked`. */
export function syncLog(): Promise<LogFacts> {
  return inOneRun();
}

/** The person has seen that the log was begun anew: go on with the new one, and let no page ask again. */
export async function acceptRestart(): Promise<LogFacts> {
  await running?.catch(() => null);
  await keyring().acknowledgeRestart();
  return inOneRun(saveVault);
}

function inOneRun(keep?: () => Promise<void>): Promise<LogFacts> {
  running ??= run(keep)
    .catch((problem: unknown) => {
      if (!(problem instanceof WorkerProblem) || problem.code !== "vault-rolled-back") throw problem;
      for (const listener of rolledBack) listener();
      // For whoever asked it is a lock like any other.
      throw new WorkerProblem({ code: "locked", detail: problem.detail, addrs: [], gids: [] });
    })
    .finally(() => {
      running = null;
    });
  return running;
}

/** `keep` comes before anybody is told: a page that was loaded by then would not know it yet. */
async function run(keep?: () => Promise<void>): Promise<LogFacts> {
  let facts = await takeAll();
  if (facts.own === "fetch-vault") {
    await takeServerVault();
    facts = await keyring().logFacts();
  }
  if (facts.own === "missing" && facts.state === "synced" && (await (await restarted()).publishAgain()))
    facts = await takeAll();
  if (facts.former.length > 0) facts = await (await restarted()).takeFormerLogs(facts.former);
  // Not kept for want of a server: it is written again by itself.
  await keep?.().catch(saveVaultSoon);
  for (const listener of listeners) listener(facts);
  return facts;
}

const restarted = () => import("./afterrestart.ts");

async function takeAll(): Promise<LogFacts> {
  let facts = await keyring().beginLog(await bodyOf(http.GET("/v1/log/info")));
  while (facts.state === "fetch") facts = await keyring().takeLog(await fetchLog(facts.next));
  return facts;
}
