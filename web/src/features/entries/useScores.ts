/** How strong the passwords of rows are, judged one after another when they are there, each once for as long as it stays as it is. */
import { useEffect, useState } from "react";
import type { EntryRow } from "../../entries/model.ts";
import { keyring } from "../../keys/keyring.ts";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";

/** After so many the page is drawn again. */
const AT_ONCE = 8;
const PAUSE_MS = 40;

interface Judged {
  readonly rev: number;
  /** null: there is no password. */
  readonly score: Score | null;
}

/** By id; what is not judged yet, and what has no password, is not there. */
export function useScores(rows: readonly EntryRow[]): ReadonlyMap<string, Score> {
  const [judged, setJudged] = useState<ReadonlyMap<string, Judged>>(new Map());
  useEffect(() => {
    const due = rows.filter(({ id, rev, hasPassword }) => hasPassword && judged.get(id)?.rev !== rev).slice(0, AT_ONCE);
    if (due.length === 0) return undefined;
    let isCurrent = true;
    const judge = async () => {
      const fresh = new Map(judged);
      for (const { id, rev } of due) {
        // One in a call: each takes the worker a while, and what is asked meanwhile waits for one of them only.
        const [found] = await keyring().entryScores([id]);
        if (!isCurrent) return;
        fresh.set(id, { rev, score: found?.score ?? null });
      }
      setJudged(fresh);
    };
    // An entry that is gone meanwhile, or the lock: the list is about to be drawn anew.
    const timer = setTimeout(() => void judge().catch(() => undefined), PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [rows, judged]);
  const scores = new Map<string, Score>();
  for (const { id, rev } of rows) {
    const found = judged.get(id);
    if (found?.rev === rev && found.score !== null) scores.set(id, found.score);
  }
  return scores;
}
