/** A button that is only an icon: its words stand in a tooltip and are read aloud. What opens beside it may take hold of it. */
import { ActionIcon } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "../Tooltip/Tooltip.tsx";
import classes from "./IconButton.module.css";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "color" | "style"> {
  label: string;
  icon: ReactNode;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  pressed?: boolean;
  /** What it began is not over. It can be pressed again and keeps the focus. */
  busy?: boolean;
}

export function IconButton({ label, icon, shortcut, pressed, busy, className, ...props }: IconButtonProps) {
  const { disabled = false, ...button } = props;
  return (
    <Tooltip label={shortcut === undefined ? label : `${label} (${shortcut})`}>
      <ActionIcon
        {...button}
        disabled={disabled}
        aria-label={label}
        aria-pressed={pressed}
        aria-busy={busy}
        className={`${classes.button ?? ""} ${className ?? ""}`}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
