/** One page in the section navigation. */
import type { ReactNode } from "react";
import { Link } from "../Link/Link.tsx";
import classes from "./NavItem.module.css";

interface NavItemProps {
  href: string;
  icon: ReactNode;
  label: string;
  /** What the label lies in, outermost first: it is set in under that, and read aloud with it. */
  within?: readonly string[];
  active: boolean;
  /** A number at the end, and what it counts. */
  count?: { value: number; name: string } | undefined;
}

export function NavItem({ href, icon, label, within = [], active, count }: NavItemProps) {
  return (
    <Link
      href={href}
      className={classes.item}
      data-depth={within.length === 0 ? undefined : Math.min(within.length, 3)}
      aria-current={active ? "page" : undefined}
    >
      {icon}
      <span className={classes.label} title={[...within, label].join(" / ")}>
        {within.length > 0 && <span className="sp-hidden">{within.join(" / ")} / </span>}
        {label}
      </span>
      {count !== undefined && count.value > 0 && (
        <span className={classes.count}>
          {count.value}
          <span className="sp-hidden"> {count.name}</span>
        </span>
      )}
    </Link>
  );
}

/** The name of an area above its pages. */
export function NavTitle({ children }: { children: ReactNode }) {
  return <p className={classes.title}>{children}</p>;
}

/** The name of a few pages within an area. */
export function NavGroup({ children }: { children: ReactNode }) {
  return <p className={classes.group}>{children}</p>;
}

/** What stands at the bottom of the section navigation. */
export function NavFooter({ children }: { children: ReactNode }) {
  return <div className={classes.footer}>{children}</div>;
}
