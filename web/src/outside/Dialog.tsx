/** A dialog of the browser's own: it holds the focus, closes with Escape, and gives the focus back. */
import { IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { useWords } from "./words/language.ts";
import floating from "./floating.module.css";
import classes from "./outside.module.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId();
  const { page } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const [opened, opener] = [dialog.current, document.activeElement];
    opened?.showModal();
    return () => {
      opened?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={floating.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={floating.dialogHead}>
        <h2 id={id}>{title}</h2>
        <button type="button" className={classes.icon} aria-label={page.close} title={page.close} onClick={onClose}>
          <IconX size={20} stroke={1.75} />
        </button>
      </div>
      {children}
    </dialog>
  );
}
