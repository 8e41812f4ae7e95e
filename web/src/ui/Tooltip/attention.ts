/**
 * Whether somebody wants to know what a button does: the pointer rests on it, or the keyboard has come to it. Never a finger,
 * which would act, and nothing that only came back with its window.
 */

export interface Attention {
  /** Somebody has come close and may ask in a moment. */
  near(): void;
  /** Somebody asks, or no longer does. */
  asked(isAsked: boolean): void;
}

/** Ends with the function that it gives back; by then nobody asks. `delay` is how long a pointer rests, in ms. */
export function watchAttention(button: HTMLElement, delay: number, attention: Attention): () => void {
  const ended = new AbortController();
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** While somebody asks: what ends it elsewhere. */
  let asking: AbortController | null = null;
  let isAway = false;

  const end = () => {
    clearTimeout(resting);
    if (asking === null) return;
    asking.abort();
    asking = null;
    attention.asked(false);
  };
  const ask = () => {
    clearTimeout(resting);
    if (asking !== null) return;
    asking = new AbortController();
    const { signal } = asking;
    document.addEventListener("keydown", onKey, { signal });
    document.addEventListener("pointerdown", onPress, { signal, capture: true });
    attention.asked(true);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    end();
  };
  const onPress = ({ target }: PointerEvent) => {
    if (!(target instanceof Node && button.contains(target))) end();
  };
  const onEnter = ({ pointerType }: PointerEvent) => {
    if (pointerType === "touch") return;
    attention.near();
    clearTimeout(resting);
    resting = setTimeout(ask, delay);
  };
  const onFocus = () => {
    const wasAway = isAway;
    isAway = false;
    if (wasAway || !button.matches(":focus-visible")) return;
    attention.near();
    ask();
  };
  const onBlur = () => {
    // The window lost the focus, and the button gets it back with the window.
    isAway = document.activeElement === button;
    if (!isAway) end();
  };

  const { signal } = ended;
  button.addEventListener("pointerenter", onEnter, { signal });
  button.addEventListener("pointerleave", end, { signal });
  button.addEventListener("focus", onFocus, { signal });
  button.addEventListener("blur", onBlur, { signal });
  return () => {
    ended.abort();
    end();
  };
}
