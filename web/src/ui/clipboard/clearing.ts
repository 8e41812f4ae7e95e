/**
 * Copies a secret and takes it out of the clipboard again after 30 seconds.
 *
 * A page may only write while it has the focus: otherwise the clipboard is cleared when the person comes back. What the
 * computer keeps as clipboard history is beyond a page.
 */
import type { Toast } from "../toasts/toast.ts";

const CLEARS_AFTER_MS = 30_000;

/** What is said about it, in a language. */
export interface ClipboardNotices {
  readonly copied: (name: string) => string;
  readonly notCopied: (name: string) => string;
  readonly clearedLate: string;
  readonly clearNow: string;
}

export const ENGLISH_NOTICES: ClipboardNotices = {
  copied: (name) => `${name} copied. Clipboard clears in 30 s.`,
  notCopied: (name) => `${name} could not be copied. Select and copy it by hand.`,
  clearedLate: "Clipboard cleared when you came back",
  clearNow: "Clear now",
};

let stop: (() => void) | null = null;

/**
 * Copy `text`, called `name` in the notices ("Password"), which `toast` shows and knows how to remove. False when the
 * browser did not allow it.
 */
export async function copyAndClear(
  text: string,
  name: string,
  toast: (notice: Toast) => () => void,
  said: ClipboardNotices = ENGLISH_NOTICES,
): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // What was copied before is still there, and still due to be cleared.
    toast({ message: said.notCopied(name) });
    return false;
  }
  stop?.();
  const timer = setTimeout(() => void clear(), CLEARS_AFTER_MS);
  const clear = async (): Promise<void> => {
    const late = !document.hasFocus();
    if (late) await untilFocus();
    end();
    await navigator.clipboard.writeText("").catch(() => undefined);
    if (late) toast({ message: said.clearedLate });
  };
  const remove = toast({
    message: said.copied(name),
    stays: CLEARS_AFTER_MS,
    action: { label: said.clearNow, run: () => void clear() },
  });
  const end = (): void => {
    clearTimeout(timer);
    remove();
    stop = null;
  };
  stop = end;
  return true;
}

function untilFocus(): Promise<void> {
  return new Promise((resolve) => addEventListener("focus", () => resolve(), { once: true }));
}
