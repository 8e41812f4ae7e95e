/** State of the generator panel: settings per mode, candidates made anew when they change, which one is chosen. */
import { useEffect, useState } from "react";
import { withPattern } from "./model.ts";
import type { GeneratorSettings, GeneratorTools, Mode, Remembered, Score } from "./model.ts";

/** Typing a number should not make passwords for each of its digits. */
const DEBOUNCE_MS = 150;

export interface Candidates {
  readonly texts: readonly string[];
  readonly bits: number;
  /** In the order of `texts`; null while they are judged. */
  readonly scores: readonly Score[] | null;
}

export interface GeneratorState {
  readonly remembered: Remembered;
  readonly settings: GeneratorSettings;
  /** null until the first ones were made. */
  readonly made: Candidates | { readonly sentence: string } | null;
  readonly chosen: number;
  setMode: (mode: Mode) => void;
  change: (settings: GeneratorSettings) => void;
  /** The same, in their mode. */
  use: (settings: GeneratorSettings) => void;
  setShow: (show: number) => void;
  choose: (index: number) => void;
  again: () => void;
  /** The chosen candidate; its pattern becomes a recent one. Null when there is none. */
  take: () => string | null;
}

export function useGenerator(tools: GeneratorTools): GeneratorState {
  const [remembered, setRemembered] = useState(tools.recall);
  const [made, setMade] = useState<GeneratorState["made"]>(null);
  const [chosen, setChosen] = useState(0);
  const [round, setRound] = useState(0);
  const { mode, show } = remembered;
  const settings = remembered.settings[mode];
  const isFirst = made === null;
  useEffect(() => {
    let isStopped = false;
    const isCurrent = () => !isStopped;
    const run = async () => {
      const result = await tools.generate(settings, show);
      if (!isCurrent()) return;
      setChosen(0);
      if ("sentence" in result) {
        setMade({ sentence: result.sentence });
        return;
      }
      setMade({ ...result, scores: null });
      const scores: Score[] = [];
      for (const text of result.texts) scores.push(await tools.judge(text));
      if (isCurrent()) setMade({ ...result, scores });
    };
    const failed = () => {
      if (isCurrent()) setMade((before) => before ?? { sentence: "No password was made. Try again." });
    };
    const timer = setTimeout(() => void run().catch(failed), isFirst ? 0 : DEBOUNCE_MS);
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
    // `isFirst` only chooses the delay: candidates that arrive are no reason to make others.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tools, settings, show, round]);
  const keep = (next: Remembered) => {
    setRemembered(next);
    tools.remember(next);
  };
  return {
    ...{ remembered, settings, made, chosen },
    setMode: (next) => keep({ ...remembered, mode: next }),
    change: (next) => keep({ ...remembered, settings: { ...remembered.settings, [next.mode]: next } }),
    use: (next) => keep({ ...remembered, mode: next.mode, settings: { ...remembered.settings, [next.mode]: next } }),
    setShow: (next) => keep({ ...remembered, show: next }),
    choose: setChosen,
    again: () => setRound(round + 1),
    take: () => {
      if (made === null || "sentence" in made) return null;
      if (settings.mode === "pattern") keep(withPattern(remembered, settings.pattern));
      return made.texts[chosen] ?? null;
    },
  };
}
