/**
 * The life of a session in this tab: found at the start, unlocked, locked, ended.
 *
 * Locking one tab locks all of them, and a session that the server ended is over in the next request. Whoever locks
 * first empties the worker, then tells.
 */
import { bodyOf, http, onSignedOut } from "../api/client.ts";
import type { Schemas } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { onLogFacts, syncLog } from "../keys/keylog.ts";
import { loadReceipts, saveReceipts } from "../keys/receipts.ts";
import { saveVault } from "../keys/vault.ts";
import { WorkerProblem, isLockedMeanwhile } from "../worker/calls.ts";
import type { UnlockFacts } from "../worker/shapes.ts";
import { fetchPolicies } from "./policies.ts";
import { keepUnlocked } from "./staying.ts";
import { sessionState, setSessionState } from "./state.ts";
import type { Me } from "./state.ts";
import { onTabNotice, tellTabs } from "./tabs.ts";

export const SIGNED_OUT = "You were signed out. Sign in again.";
const RELOADED = "Waxpost was locked.";
/** Writing what waits must not keep a lock from happening. */
const LOCK_PATIENCE_MS = 2_000;

/** A lock or a sign-out in another tab can cut into a start; what it left behind is looked at anew. */
const STARTS = 3;
const START_PAUSE_MS = 500;

/** Find out who is signed in. Called once when the page starts, and after another tab entered. */
export async function startSession(): Promise<void> {
  for (let left = STARTS - 1; ; left--) {
    try {
      await start();
      return;
    } catch {
      if (left === 0) break;
      await new Promise((resolve) => setTimeout(resolve, START_PAUSE_MS));
    }
  }
  setSessionState({ at: "unreachable" });
}

async function start(): Promise<void> {
  const instance = await bodyOf(http.GET("/v1/instance"));
  if (instance.started) await findSession(instance.organisation);
  else setSessionState({ at: "not-started" });
}

async function findSession(organisation: string | null): Promise<void> {
  let session: Schemas["SessionNow"];
  try {
    session = await bodyOf(http.GET("/v1/session"));
  } catch (problem) {
    if (!isProblem(problem, "not-signed-in", "not-allowed")) throw problem;
    setSessionState({ at: "signed-out", organisation, notice: null });
    return;
  }
  if (session.session.kind !== "full") {
    // A recovery that was not finished: its code has to be typed again.
    setSessionState({ at: "signed-out", organisation, notice: null });
    return;
  }
  const vault = await bodyOf(http.GET("/v1/vault"));
  const facts = await keyring()
    .restoreDevice({ ...session, vault })
    .catch((problem: unknown) => {
      // What a lock was still deleting does not open. The password does, and says what else is wrong.
      if (problem instanceof WorkerProblem) return false as const;
      throw problem;
    });
  if (facts === false)
    setSessionState({ at: "locked", organisation, me: meOf(session.me), name: null, reason: RELOADED });
  else await enterUnlocked(meOf(session.me), facts);
}

/** After the worker holds an account and the server has a full session for it. */
export async function enterUnlocked(me: Me, facts: UnlockFacts): Promise<void> {
  const [policies, session] = await Promise.all([fetchPolicies(), bodyOf(http.GET("/v1/session"))]);
  await keepUnlocked(policies.stayUnlocked);
  const organisation = session.organisation ?? "";
  setSessionState({ at: "unlocked", organisation, me, name: facts.name, policies, log: null });
  // What was opened before has to be known before anything is opened, and the log before anything is believed.
  try {
    await loadReceipts();
    await syncLog();
  } catch (problem) {
    if (!isLockedMeanwhile(problem)) throw problem;
  }
}

/** After `SignedIn`: the worker has the account already. */
export async function enterSignedIn({ me }: { readonly me: Schemas["Me"] }, facts: UnlockFacts): Promise<void> {
  await enterUnlocked(meOf(me), facts);
  tellTabs({ type: "entered", uid: facts.uid });
}

/** Keys leave memory and device; every tab shows the lock screen. */
export async function lockSession(reason: string): Promise<void> {
  const now = sessionState();
  if (now.at !== "unlocked") return;
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LOCK_PATIENCE_MS))]);
  tellTabs({ type: "locked", uid: now.me.uid, reason });
  await showLocked(reason);
}

/** End the session at the server and forget everything here. */
export async function signOut(): Promise<void> {
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LOCK_PATIENCE_MS))]);
  await keyring().lock();
  try {
    await http.DELETE("/v1/sessions/current");
  } catch (problem) {
    if (!isProblem(problem, "not-signed-in", "session-not-found")) throw problem;
  } finally {
    tellTabs({ type: "signed-out", notice: null });
    showSignedOut(null);
  }
}

async function flush(): Promise<void> {
  if (sessionState().at !== "unlocked") return;
  try {
    await Promise.all([saveVault(), saveReceipts(true)]);
  } catch {
    // Without the server nothing can be written. Pins of first contacts are made again at the next opening.
  }
}

async function showLocked(reason: string): Promise<void> {
  const now = sessionState();
  if (now.at !== "unlocked") return;
  setSessionState({ at: "locked", organisation: now.organisation, me: now.me, name: now.name, reason });
  await keyring().lock();
}

function showSignedOut(notice: string | null): void {
  const now = sessionState();
  const organisation = "organisation" in now ? now.organisation : null;
  setSessionState({ at: "signed-out", organisation, notice });
}

export function meOf(me: Schemas["Me"]): Me {
  return { id: me.id, uid: me.uid, addr: me.addr, role: me.role };
}

/** Listen to the server, to the worker and to the other tabs. Once per tab. */
export function watchSession(): void {
  onSignedOut(() => {
    const { at } = sessionState();
    if (at !== "unlocked" && at !== "locked") return;
    void keyring().lock();
    showSignedOut(SIGNED_OUT);
  });
  onLogFacts((log) => {
    const now = sessionState();
    if (now.at === "unlocked") setSessionState({ ...now, log });
  });
  onTabNotice((notice) => {
    const now = sessionState();
    if (notice.type === "locked" && now.at === "unlocked" && now.me.uid === notice.uid) void showLocked(notice.reason);
    if (notice.type === "signed-out" && now.at !== "signed-out") {
      void keyring().lock();
      showSignedOut(notice.notice);
    }
    if (notice.type === "entered") void follow(notice.uid);
  });
}

/** Another tab has entered an account: the cookie is that account's from now on, so this tab goes where it went. */
async function follow(uid: string): Promise<void> {
  const now = sessionState();
  if (now.at === "unlocked" && now.me.uid === uid) return;
  if (now.at === "unlocked") await keyring().lock();
  if (now.at !== "starting") await startSession();
}
