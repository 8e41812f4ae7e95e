// Logs from before a restart: replayed when an old message needs one, whose note is checked against it (section 5.3).
//
// This device's copy from the time when the log was in force comes first: what a restored server has lost is not lost
// here. What contradicts the vault, the copy or the restart is a split view, as it is of the log in force.
import { beginReplay, checkReplayed } from "../crypto/formerlog.ts";
import { LogConflict, type LogView } from "../crypto/logview.ts";
import { readNote } from "../crypto/note.ts";
import type { FormerReplay } from "../crypto/opening.ts";
import type { OldLog } from "../crypto/vault.ts";
import { cacheName, identityOf, type LogKeeper } from "./keylog.ts";
import type { FormerAnswer } from "./shapes.ts";
import type { DeviceStorage } from "./storage.ts";
import type { VaultKeeper } from "./vaultkeeper.ts";

interface Account {
  readonly keeper: VaultKeeper;
  readonly log: LogKeeper;
}

/** Take one answer of the server; where to go on from, or null at the end. Bytes that are no log are `form` or `log`. */
export async function takeFormerLog(
  { keeper, log }: Account,
  storage: DeviceStorage,
  origin: string,
  answer: FormerAnswer,
): Promise<number | null> {
  const old = keeper.vault.logs.find((one) => one.origin === origin);
  if (old === undefined || log.isStopped) return null;
  const replay = log.replayed.get(origin) ?? (await begun(old, storage));
  log.replayed.set(origin, replay);
  const { view } = replay;
  if (answer === "begin") return view.next;
  const copied = view.size;
  try {
    if (!takeAnswer(view, answer)) return view.next;
    checkReplayed(replay, old.until, log.view.head?.note ?? null);
  } catch (problem) {
    if (!(problem instanceof LogConflict)) throw problem;
    // What cannot be true is not looked at again; the copy on this device stays.
    log.replayed.delete(origin);
    await log.stop(problem);
    return null;
  }
  if (view.size > copied) await storage.put(cacheName(view.identity), view.toWire());
  log.replayed.set(origin, { ...replay, isAsked: true });
  log.wanted.delete(origin);
  return null;
}

/** Whether nothing more is to be had. */
function takeAnswer(view: LogView, answer: Uint8Array | "lost"): boolean {
  if (answer === "lost") return true;
  try {
    return view.take(answer);
  } catch (problem) {
    if (!(problem instanceof LogConflict && problem.reason === "log-shrunk")) throw problem;
    // Less than the copy here, or an older note. It may be, as long as it is the beginning.
    if (!view.agreesWith(readNote(problem.served, view.identity)))
      throw new LogConflict("split-view", problem.held, problem.served);
    return true;
  }
}

async function begun(old: OldLog, storage: DeviceStorage): Promise<FormerReplay> {
  const identity = identityOf(old);
  return beginReplay(identity, old.note, await storage.get(cacheName(identity)));
}
