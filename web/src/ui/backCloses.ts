/** A dialog that is no address of its own still closes by Back: it stands as one step in the history of the tab. */
import { useEffect, useEffectEvent, useId } from "react";

/**
 * While `opened`, Back calls `close` and leaves the page where it is. One call per page for all its dialogs: a dialog that
 * follows another one then keeps the step of the first.
 */
export function useBackCloses(opened: boolean, close: () => void): void {
  const step = useId();
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!opened) return undefined;
    let isTaken = false;
    history.pushState({ ...stateOf(history.state), dialog: step }, "");
    const back = () => {
      isTaken = true;
      onBack();
    };
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      // Closed otherwise: the step goes too, unless the page has moved on from it.
      if (!isTaken && stateOf(history.state)["dialog"] === step) history.back();
    };
  }, [opened, step]);
}

function stateOf(state: unknown): Record<string, unknown> {
  return typeof state === "object" && state !== null ? (state as Record<string, unknown>) : {};
}
