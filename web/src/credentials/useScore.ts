/** The strength of one password, judged when it changes. */
import { useEffect, useState } from "react";
import { judgePassword } from "../lib/strength.ts";
import type { Score } from "./model.ts";

/** More characters only make a password stronger, and the estimate slow (spec/generator.md 15.2). */
export const JUDGED = 40;

/** null while there is no password, or it is judged. */
export function useScore(password: string): Score | null {
  const [judged, setJudged] = useState<{ password: string; score: Score } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    if (password === "") return undefined;
    judgePassword(Array.from(password).slice(0, JUDGED).join(""), []).then(
      ({ score }) => isCurrent && setJudged({ password, score }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [password]);
  return judged?.password === password ? judged.score : null;
}
