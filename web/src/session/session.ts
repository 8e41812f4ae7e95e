/**
 * The life of a session in this tab: found at the start, unlocked, locked, ended.
 *
 * Locking one tab locks all of them, and a session that the server ended is over in the next request. Whoever locks
 * first deletes the device key, then empties the worker, then tells the others and shows it: a reload of a page that
 * shows the lock screen starts locked. Files that were opened here go with the lock, too.
 */
import { bodyOf, http, onSignedOut } from "../api/client.ts";
import type { Schemas } from "../api/client.ts";
import { isProblem } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { onLogFacts, onRolledBack, syncLog } from "../keys/keylog.ts";
import { loadReceipts, saveReceipts } from "../keys/receipts.ts";
import { saveVault } from "../keys/vault.ts";
import { place } from "../live/place.ts";
import { forgetOpened, watchOpened } from "../transfers/store.ts";
import { cancelUploads } from "../transfers/unclaimed.ts";
import { WorkerProblem, isLockedMeanwhile } from "../worker/calls.ts";
import type { UnlockFacts } from "../worker/shapes.ts";
import { fetchPolicies } from "./policies.ts";
import { keepUnlocked, wantsToStay } from "./staying.ts";
import { sessionState, setSessionState } from "./state.ts";
import type { Me } from "./state.ts";
import { onTabNotice, tellTabs } from "./tabs.ts";

export const SIGNED_OUT = "You were signed out. Sign in again.";
export const ROLLED_BACK =
  "The server showed an older state of your account than this device knows. Do not go on. Tell an administrator.";
const RELOADED = "Waxpost was locked.";
/** Neither writing what waits nor a busy worker may keep a lock from happening. */
const LOCK_PATIENCE_MS = 2_000;
/** A server that comes back is found within this time. */
const START_AGAIN_MS = 5_000;

/**
 * Counts what decided where this tab is: a lock, a sign-out, another start. What began before the newest of them has
 * nothing to say any more, however late its answers come.
 */
let turn = 0;
/** The turn of the start under way. A page with an invitation is `at: "starting"` without one. */
let startTurn: number | null = null;

/** Find out who is signed in. Called once when the page starts, and after another tab entered. */
export async function startSession(): Promise<void> {
  const mine = ++turn;
  startTurn = mine;
  try {
    const instance = await bodyOf(http.GET("/v1/instance"));
    if (mine !== turn) return;
    if (instance.started) await findSession(instance.organisation, mine);
    else setSessionState({ at: "not-started" });
  } catch {
    if (mine !== turn) return;
    setSessionState({ at: "unreachable" });
    setTimeout(() => void (mine === turn && startSession()), START_AGAIN_MS);
  } finally {
    if (startTurn === mine) startTurn = null;
  }
}

function isStarting(): boolean {
  return startTurn === turn;
}

async function findSession(organisation: string | null, mine: number): Promise<void> {
  try {
    const session = await bodyOf(http.GET("/v1/session"));
    // A recovery that was not finished: its code has to be typed again.
    if (session.session.kind === "full") await restoreSession(session, mine);
    else if (mine === turn) setSessionState({ at: "signed-out", organisation, notice: null });
  } catch (problem) {
    if (!isProblem(problem, "not-signed-in", "not-allowed")) throw problem;
    // Also when the session ended between two of the requests.
    if (mine === turn) setSessionState({ at: "signed-out", organisation, notice: null });
  }
}

async function restoreSession(session: Schemas["SessionNow"], mine: number): Promise<void> {
  const vault = await bodyOf(http.GET("/v1/vault"));
  if (mine !== turn) return;
  const me = meOf(session.me);
  try {
    // Keys that should not be on this device open nothing; they are gone by the time it shows that it is locked.
    const facts = wantsToStay() && (await keyring().restoreDevice({ ...session, vault }));
    if (facts !== false) {
      await enter(me, facts, mine, vault.number);
      return;
    }
  } catch (problem) {
    // What does not open by itself opens with the password, and that says what is wrong.
    if (!(problem instanceof WorkerProblem)) throw problem;
  }
  if (mine !== turn) return;
  // A start that this one replaced may have opened something.
  await keyring().lock();
  if (mine !== turn) return;
  setSessionState({ at: "locked", organisation: session.organisation, me, name: null, reason: RELOADED });
}

/** `number`: that of the vault which the worker opened. */
async function enter(me: Me, facts: UnlockFacts, mine: number, number: number): Promise<void> {
  const [policies, session] = await Promise.all([fetchPolicies(), bodyOf(http.GET("/v1/session"))]);
  // Keys are kept on this device only while nobody has locked it meanwhile.
  if (mine !== turn) return;
  await keepUnlocked(policies.stayUnlocked);
  if (mine !== turn) return;
  place.begin(number);
  const organisation = session.organisation ?? "";
  setSessionState({ at: "unlocked", organisation, me, name: facts.name, policies, log: null });
  // What was opened before has to be known before anything is opened, and the log before anything is believed.
  try {
    await loadReceipts();
    await syncLog();
  } catch (problem) {
    if (mine === turn && !isLockedMeanwhile(problem)) throw problem;
  }
}

/**
 * After the worker holds an account and the server has a full session for it. `number` is that of the vault which was
 * opened (spec/api.md 8).
 */
export async function enterSignedIn(
  { me, number }: { readonly me: Schemas["Me"]; readonly number: number },
  facts: UnlockFacts,
): Promise<void> {
  await enter(meOf(me), facts, ++turn, number);
  tellTabs({ type: "entered", uid: facts.uid });
}

/** Keys leave memory and device; every tab shows the lock screen. */
export async function lockSession(reason: string): Promise<void> {
  const now = sessionState();
  if (now.at !== "unlocked") return;
  turn++;
  await atMost(LOCK_PATIENCE_MS, keyring().forgetDevice().then(flush));
  await showLocked(reason);
  tellTabs({ type: "locked", uid: now.me.uid, reason });
}

const UNHEARD =
  "The server did not hear that you signed out: it still counts this browser as signed in. " +
  "When you are online, load this page again and sign out.";

/** End the session at the server and forget everything here, also when the server does not hear of it. */
export async function signOut(): Promise<void> {
  turn++;
  await atMost(LOCK_PATIENCE_MS, Promise.all([flush(), cancelUploads()]));
  await keyring().lock();
  let notice: string | null = null;
  try {
    await http.DELETE("/v1/sessions/current");
  } catch (problem) {
    if (!isProblem(problem, "not-signed-in", "session-not-found")) notice = UNHEARD;
  }
  tellTabs({ type: "signed-out", notice });
  showSignedOut(notice);
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
  turn++;
  await atMost(LOCK_PATIENCE_MS, Promise.all([keyring().lock(), forgetOpened()]));
  const now = sessionState();
  if (now.at !== "unlocked") return;
  setSessionState({ at: "locked", organisation: now.organisation, me: now.me, name: now.name, reason });
}

/** Wait for something that may fail or take too long, whatever comes of it. */
async function atMost(ms: number, something: Promise<unknown>): Promise<void> {
  await Promise.race([something.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, ms))]);
}

function showSignedOut(notice: string | null): void {
  turn++;
  void forgetOpened();
  const now = sessionState();
  const organisation = "organisation" in now ? now.organisation : null;
  setSessionState({ at: "signed-out", organisation, notice });
}

export function meOf(me: Schemas["Me"]): Me {
  return { id: me.id, uid: me.uid, addr: me.addr, role: me.role };
}

/** Listen to the server, to the worker and to the other tabs. Once per tab. */
export function watchSession(): void {
  watchOpened();
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
  onRolledBack(() => void showLocked(ROLLED_BACK));
  onTabNotice((notice) => {
    if (notice.type === "locked") hearLocked(notice.uid, notice.reason);
    if (notice.type === "signed-out") hearSignedOut(notice.notice);
    if (notice.type === "entered") void follow(notice.uid);
  });
}

/** Another tab has locked: what this one was about to open with the device key stays closed, too. */
function hearLocked(uid: string, reason: string): void {
  const now = sessionState();
  if (now.at === "unlocked" && now.me.uid === uid) void showLocked(reason);
  if (!isStarting()) return;
  void keyring().lock();
  void startSession();
}

function hearSignedOut(notice: string | null): void {
  const { at } = sessionState();
  if (at !== "unlocked" && at !== "locked" && !isStarting()) return;
  void keyring().lock();
  showSignedOut(notice);
}

/** Another tab has entered an account: the cookie is that account's from now on, so this tab goes where it went. */
async function follow(uid: string): Promise<void> {
  const now = sessionState();
  if (now.at === "unlocked" && now.me.uid === uid) return;
  if (now.at === "unlocked") await keyring().lock();
  if (now.at !== "starting" || isStarting()) await startSession();
}
