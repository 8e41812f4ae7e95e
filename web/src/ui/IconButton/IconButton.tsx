/** A button that is only an icon: its words stand in a tooltip and are read aloud. */
import { ActionIcon, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./IconButton.module.css";

interface IconButtonProps {
  label: string;
  icon: ReactNode;
  onClick?: () => void;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  disabled?: boolean;
  tabIndex?: number;
  pressed?: boolean;
  /** What it began is not over. It can be pressed again and keeps the focus. */
  busy?: boolean;
}

export function IconButton({ label, icon, onClick, shortcut, disabled, tabIndex, pressed, busy }: IconButtonProps) {
  return (
    <Tooltip label={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        aria-busy={busy}
        className={classes.button}
        onClick={onClick}
        disabled={disabled ?? false}
        tabIndex={tabIndex}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
