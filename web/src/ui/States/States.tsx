/** What a page shows when it has nothing to show yet, nothing at all, or something went wrong. */
import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import classes from "./States.module.css";

interface StateProps {
  icon?: ReactNode;
  tone?: "plain" | "warn" | "danger";
  title: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** Interrupts a screen reader: only for errors that stop what somebody is doing. */
  alert?: boolean;
}

/** An icon, a short title, what it means, and what can be done. */
export function State({ icon, tone, title, text, actions, alert = false }: StateProps) {
  return (
    <div className={classes.state} role={alert ? "alert" : undefined}>
      {icon !== undefined && (
        <span className={classes.icon} data-tone={tone} aria-hidden="true">
          {icon}
        </span>
      )}
      <h2 className={classes.title}>{title}</h2>
      {text !== undefined && <p className={classes.text}>{text}</p>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** True once `delay` has passed: what loads fast shows nothing in between. */
export function useLater(delay = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delay);
    return () => clearTimeout(timer);
  }, [delay]);
  return late;
}

/** Shapes of rows that are on their way, after 200 ms. */
export function SkeletonRows({ count = 6, label }: { count?: number; label: string }) {
  const late = useLater();
  return (
    <div role="status" aria-live="polite" className={classes.skeletons}>
      <span className="sp-hidden">{label}</span>
      {late &&
        Array.from({ length: count }, (_row, index) => (
          <div key={index} className={classes.skeleton} aria-hidden="true">
            <span />
            <span style={{ width: `${46 + ((index * 17) % 30)}%` }} />
            <span style={{ width: `${64 + ((index * 23) % 30)}%` }} />
          </div>
        ))}
    </div>
  );
}

/** Shape of an item that is on its way: a title and three lines. */
export function SkeletonItem({ label }: { label: string }) {
  const late = useLater();
  return (
    <div role="status" className={classes.item}>
      <span className="sp-hidden">{label}</span>
      {late && [44, 90, 84, 62].map((width) => <span key={width} style={{ width: `${width}%` }} aria-hidden="true" />)}
    </div>
  );
}
