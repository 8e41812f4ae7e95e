/** The lock gate: which address fits who is signed in. What is behind it is not drawn at all, so nothing is left to hide. */
import type { SessionState } from "../session/state.ts";

/** Pages that make or recover an account, and need none. */
export function isFlow(path: string): boolean {
  return /^\/(start|first-start|join|again|recover)(\/|$)/.test(path);
}

/** Links that open an account of their own: whoever is signed in does not matter. */
export function isLink(path: string): boolean {
  return /^\/(join|again)\//.test(path);
}

const HOME = "/messages/inbox";
const ENTRANCES = new Set(["/sign-in", "/unlock", "/"]);

/** Where to go instead of `path`, or null. `wanted` is where somebody wanted to go before they had to sign in. */
export function gateTarget(session: SessionState, path: string, wanted: string | null): string | null {
  switch (session.at) {
    case "unlocked":
      return ENTRANCES.has(path) || isFlow(path) ? (wanted ?? HOME) : null;
    case "locked":
      return path === "/unlock" || path === "/recover" || isLink(path) ? null : "/unlock";
    case "signed-out":
      return path === "/sign-in" || path === "/recover" || isLink(path) ? null : "/sign-in";
    case "not-started":
      return path === "/start" || path === "/first-start" ? null : "/first-start";
    default:
      return null;
  }
}

/** Whether `path` is worth returning to after signing in. */
export function isWanted(path: string): boolean {
  return !ENTRANCES.has(path) && !isFlow(path);
}
