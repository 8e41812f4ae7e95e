/**
 * Single keys and short sequences.
 *
 * None fires while a field has the focus, while a dialog is open, or while AltGr (or Option) types a character, so every
 * character can always be typed.
 */
import { useEffect, useRef } from "react";

/** Keys by `event.key`, "Shift+" and "Mod+" in front; a sequence is two keys with a blank between: "g i". */
export type Shortcuts = Record<string, (() => void) | undefined>;

const SEQUENCE_MS = 800;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Escape closes what is open on top first: a popover, a menu, a list of suggestions. */
function closesOnTop(event: KeyboardEvent): boolean {
  const on = event.target instanceof Element ? event.target : null;
  return event.key === "Escape" && on?.closest('[role="dialog"], [role="menu"], [role="listbox"]') != null;
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The name of a pressed key, or null when it may not count as a shortcut. */
export function shortcutName(event: KeyboardEvent, mac = isMac()): string | null {
  if (event.isComposing || event.getModifierState("AltGraph")) return null;
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead"].includes(event.key)) return null;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const foreign = mac ? event.altKey && !event.metaKey : event.metaKey;
  if (foreign) return null;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && (letter.length > 1 || /[a-z]/.test(letter));
  const second = mac ? event.ctrlKey : event.altKey;
  return `${mod ? "Mod+" : ""}${second ? "Alt+" : ""}${shifted ? "Shift+" : ""}${letter}`;
}

/** Runs `shortcuts` while the calling component is shown. `everywhere` also works inside fields and dialogs. */
export function useShortcuts(shortcuts: Shortcuts, options: { everywhere?: boolean } = {}): void {
  const current = useRef(shortcuts);
  const everywhere = options.everywhere === true;
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let before = { name: "", at: 0 };
    const press = (event: KeyboardEvent) => {
      const name = shortcutName(event);
      if (name === null || event.defaultPrevented || (!everywhere && closesOnTop(event))) return;
      if (!everywhere && (isTyping(event.target) || document.querySelector('[aria-modal="true"]') !== null)) return;
      const now = Date.now();
      const sequence = now - before.at < SEQUENCE_MS ? current.current[`${before.name} ${name}`] : undefined;
      const run = sequence ?? current.current[name];
      before = { name, at: now };
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [everywhere]);
}
