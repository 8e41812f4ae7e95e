/** A key of the keyboard, as a hint beside the words of a button. Screen readers get the key from the shortcuts sheet. */
import type { ReactNode } from "react";
import classes from "./Kbd.module.css";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className={classes.key} aria-hidden="true">
      {children}
    </kbd>
  );
}
