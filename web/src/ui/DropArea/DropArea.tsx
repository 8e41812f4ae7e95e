/** Where files are let go, or chosen: what it is for, a way to choose, and the limits. */
import { FileButton } from "@mantine/core";
import type { HTMLAttributes, ReactNode } from "react";
import classes from "./DropArea.module.css";

export interface DropAreaProps extends HTMLAttributes<HTMLDivElement> {
  icon: ReactNode;
  /** "Drop files to add them". */
  title: string;
  /** A sentence. */
  limits: string;
  /** Whether something is held over it. */
  isOver: boolean;
  multiple?: boolean;
  onChosen: (files: readonly File[]) => void;
}

export function DropArea({ icon, title, limits, isOver, multiple = false, onChosen, ...handlers }: DropAreaProps) {
  const take = (chosen: File[] | File | null) => chosen !== null && onChosen([chosen].flat());
  return (
    <div className={classes.area} data-over={isOver || undefined} {...handlers}>
      {icon}
      <strong>{title}</strong>
      <span>
        or{" "}
        <FileButton onChange={take} multiple={multiple}>
          {(open) => (
            <button type="button" className={classes.choose} data-autofocus {...open}>
              choose from this computer
            </button>
          )}
        </FileButton>
        . {limits}
      </span>
    </div>
  );
}
