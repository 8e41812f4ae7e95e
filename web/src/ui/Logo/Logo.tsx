/** The mark: an envelope with its seal. */
import classes from "./Logo.module.css";

interface LogoProps {
  /** Edge length in pixels. */
  size?: number;
  /** Also shows the name beside the mark. */
  withName?: boolean;
}

/** The mark alone is decoration: whoever places it names the link around it. */
export function Logo({ size = 32, withName = false }: LogoProps) {
  return (
    <span className={classes.root}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--mantine-color-ink-7)" />
        <rect x="6.5" y="9" width="19" height="14" rx="2.5" fill="none" stroke="#fff" strokeWidth="1.75" />
        <path d="m7.5 10.5 5 4m12-4-5 4" stroke="#fff" strokeWidth="1.75" />
        <circle cx="16" cy="17.5" r="3.3" fill="var(--mantine-color-wax-5)" />
      </svg>
      {withName && <span className={classes.name}>Waxpost</span>}
    </span>
  );
}
