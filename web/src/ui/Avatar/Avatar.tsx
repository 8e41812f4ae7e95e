/** A coloured circle with initials for a person, a rounded square for a group. Pictures are never loaded. */
import { IconUsers } from "@tabler/icons-react";
import { initials } from "../../lib/names.ts";
import classes from "./Avatar.module.css";

const TINTS = ["ink", "plum", "amber", "green", "teal", "wax"] as const;

/** The same address has the same colour everywhere. */
export function tintOf(key: string): (typeof TINTS)[number] {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return TINTS[sum % TINTS.length] ?? "ink";
}

interface AvatarProps {
  name: string;
  /** What the colour is derived from: an address or a group id. */
  tint: string;
  /** Pixels, or the row size of the chosen density. */
  size?: number | "row";
  group?: boolean;
}

/** Decoration: the name always stands beside it. */
export function Avatar({ name, tint, size = 36, group = false }: AvatarProps) {
  const edge = size === "row" ? "var(--sp-row-avatar)" : `${size / 16}rem`;
  return (
    <span
      className={classes.root}
      data-group={group || undefined}
      data-tint={tintOf(tint)}
      style={{ "--avatar-size": edge } as React.CSSProperties}
      data-initials={group ? undefined : initials(name)}
      aria-hidden="true"
    >
      {group && <IconUsers size="55%" stroke={1.75} />}
    </span>
  );
}
