/** Short statements in a coloured field: chips beside a subject, strips above a text, panels that hold something up. */
import type { ReactNode } from "react";
import classes from "./Strip.module.css";

export type Tone = "plain" | "accent" | "warn" | "danger" | "ok";

/** A few words about one thing. */
export function Chip({ icon, tone = "plain", children }: { icon?: ReactNode; tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

interface StripProps {
  icon?: ReactNode;
  tone?: Tone;
  children: ReactNode;
  /** Buttons or links at the end. */
  actions?: ReactNode;
  role?: "alert" | "status";
}

/** One sentence over the whole width. */
export function Strip({ icon, tone = "plain", children, actions, role }: StripProps) {
  return (
    <div className={classes.strip} data-tone={tone} role={role}>
      {icon}
      <span className={classes.text}>{children}</span>
      {actions !== undefined && <span className={classes.actions}>{actions}</span>}
    </div>
  );
}

interface PanelProps {
  icon?: ReactNode;
  tone: Tone;
  title: ReactNode;
  /** A paragraph under the title. */
  text?: ReactNode;
  children?: ReactNode;
  /** Names the panel for screen readers. */
  label: string;
}

/** A field that stands in the way until somebody acts on it. */
export function Panel({ icon, tone, title, text, children, label }: PanelProps) {
  return (
    <section className={classes.panel} data-tone={tone} aria-label={label}>
      {icon !== undefined && <span className={classes.panelIcon}>{icon}</span>}
      <div className={classes.panelBody}>
        <p className={classes.panelTitle}>{title}</p>
        {text !== undefined && <p className={classes.panelText}>{text}</p>}
        {children}
      </div>
    </section>
  );
}
