/** State of the switch *Stay unlocked on this device*: it shows what is so, not what was asked for. */
import { useState } from "react";
import { sentenceOf } from "../../api/problems.ts";
import { chooseToStay, wantsToStay } from "../../session/staying.ts";
import { toast } from "../../ui/toasts/toasts.tsx";

interface Staying {
  stayUnlocked: boolean;
  onStayUnlocked: (stay: boolean) => void;
}

/** The switch moves when the keys are kept on this device or gone from it; when that fails, a toast says so. */
export function useStaying(isAllowed: boolean): Staying {
  const [stays, setStays] = useState(wantsToStay);
  return {
    stayUnlocked: isAllowed && stays,
    onStayUnlocked: (stay) =>
      void chooseToStay(stay, isAllowed)
        .then(() => setStays(stay))
        .catch((problem: unknown) => toast({ message: sentenceOf(problem) })),
  };
}
