/** The steps of a flow: where it stands, that it works, what went wrong. */
import { useState } from "react";
import type { SetupViewProps } from "./SetupView.tsx";
import { problemSentence } from "./words.ts";

export interface Flow {
  step: number;
  frame: Pick<SetupViewProps, "step" | "busy" | "problem" | "onBack">;
  /** Do the work of this step; the next one is shown when it did not fail. */
  next: (work: () => Promise<void>) => void;
}

/** `noWayBack`: from this step on something exists that cannot be taken back. */
export function useFlow(noWayBack: number): Flow {
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      setStep(step + 1);
    } catch (failure) {
      setProblem(problemSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  const back = () => {
    setProblem(null);
    setStep(step - 1);
  };
  return {
    step,
    frame: { step, busy, problem, onBack: step === 0 || step >= noWayBack ? null : back },
    next: (work) => void (busy || run(work)),
  };
}
