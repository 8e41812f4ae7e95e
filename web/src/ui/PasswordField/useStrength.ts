/** How good a password is that is being typed: known a moment after, and whoever is asked to act before that waits for it. */
import { useEffect, useState } from "react";
import { judgePassword } from "../../lib/strength.ts";
import type { Judgement } from "../../lib/strength.ts";

export interface Strength {
  /** Null until it is known, and without a password. */
  readonly strength: Judgement | null;
  /** Of the same password; fails where the lists for it cannot be loaded. */
  readonly judge: () => Promise<Judgement>;
}

/** `own`: name and address, which others would try first. */
export function useStrength(password: string, own: readonly string[]): Strength {
  const [judged, setJudged] = useState<{ readonly of: string; readonly strength: Judgement } | null>(null);
  const words = own.join("\n");
  useEffect(() => {
    let isCurrent = true;
    if (password === "") return undefined;
    judgePassword(password, words.split("\n")).then(
      (strength) => isCurrent && setJudged({ of: password, strength }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [password, words]);
  const strength = judged?.of === password ? judged.strength : null;
  return { strength, judge: async () => strength ?? (await judgePassword(password, words.split("\n"))) };
}
