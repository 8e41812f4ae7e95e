/** A card with rows: a picture or icon, two lines, and what can be done at the end. */
import type { ReactNode } from "react";
import classes from "./Rows.module.css";

interface RowsProps {
  label?: string;
  /** For the width of the card. */
  className?: string | undefined;
  children: ReactNode;
}

export function Rows({ label, className, children }: RowsProps) {
  return (
    <ul className={`${classes.card ?? ""} ${className ?? ""}`} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** An avatar, or an icon that gets a tile of its own. */
  lead: ReactNode;
  tile?: boolean;
  /** What lies in the tile by its colour: credentials, a copy of an entry. */
  tileTone?: "accent" | "teal" | undefined;
  title: ReactNode;
  text?: ReactNode;
  textTone?: "warn" | "danger";
  end?: ReactNode;
  /** What opens in place, as wide as the card. */
  below?: ReactNode;
}

export function Row({ lead, tile = false, tileTone, title, text, textTone, end, below }: RowProps) {
  return (
    <li className={classes.row}>
      {tile ? (
        <span className={classes.tile} data-tone={tileTone} aria-hidden="true">
          {lead}
        </span>
      ) : (
        lead
      )}
      <span className={classes.body}>
        <span className={classes.title}>{title}</span>
        {text !== undefined && (
          <span className={classes.text} data-tone={textTone}>
            {text}
          </span>
        )}
      </span>
      {end !== undefined && <span className={classes.end}>{end}</span>}
      {below !== undefined && <div className={classes.below}>{below}</div>}
    </li>
  );
}
