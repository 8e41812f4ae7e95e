// A restarted log against what is known of it: the vault's newest note and the time of the restart (section 5.3).
import { secondsOf } from "./encoding.ts";
import { LogConflict, LogView } from "./logview.ts";
import { type Checkpoint, type LogIdentity, readNote } from "./note.ts";
import type { FormerReplay } from "./opening.ts";
import { Refused } from "./refused.ts";

/** A restarted log is not signed any more this many seconds after the restart. */
const RESTART_SECONDS = 600;

/** The beginning of a replay, with a copy that this device has; one that does not fit the vault is only a bad copy. */
export function beginReplay(identity: LogIdentity, note: string, stored: unknown): FormerReplay {
  const pinned = noteOf(note, identity);
  const view = new LogView(identity);
  if (!(stored instanceof Uint8Array)) return { view, pinned, isAsked: false };
  try {
    view.restore(stored);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { view: new LogView(identity), pinned, isAsked: false };
  }
  return { view: contradicts(view, pinned) ? new LogView(identity) : view, pinned, isAsked: false };
}

/** What was replayed continues the log that the vault pinned and ends with the restart; else throws `LogConflict`. */
export function checkReplayed({ view, pinned }: FormerReplay, until: string, newest: string | null): void {
  const { head } = view;
  if (head === null) return;
  if (head.time > secondsOf(until) + RESTART_SECONDS) throw new LogConflict("split-view", newest, head.note);
  if (contradicts(view, pinned)) throw new LogConflict("split-view", pinned?.note ?? null, head.note);
}

function contradicts(view: LogView, pinned: Checkpoint | null): boolean {
  return pinned !== null && pinned.size <= view.size && !view.agreesWith(pinned);
}

/** Null for a vault that never saw a note of this log: it has nothing to compare with. */
function noteOf(note: string, identity: LogIdentity): Checkpoint | null {
  try {
    return readNote(note, identity);
  } catch {
    return null;
  }
}
