/** The body of a page that is not a mailbox: heading with its actions, then the content with room around it. */
import type { ReactNode } from "react";
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { NavButton } from "../AppFrame/AppFrame.tsx";
import { Link } from "../Link/Link.tsx";
import { PageHeading } from "../Page/Page.tsx";
import { Tooltip } from "../Tooltip/Tooltip.tsx";
import classes from "./PageBody.module.css";

interface PageBodyProps {
  title: string;
  /** Where this page was opened from. */
  back?: { href: string; label: string };
  actions?: ReactNode;
  /** A list of rows: what stands at their ends stays near their beginnings. */
  narrow?: boolean;
  children: ReactNode;
}

export function PageBody({ title, back, actions, narrow = false, children }: PageBodyProps) {
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <header className={classes.header}>
        {back === undefined ? (
          <NavButton />
        ) : (
          <Tooltip label={back.label}>
            <ActionIcon component={Link} href={back.href} aria-label={back.label}>
              <IconArrowLeft size={19} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )}
        <PageHeading title={title}>{title}</PageHeading>
        <span className={classes.space} />
        {actions}
      </header>
      {children}
    </div>
  );
}

/** A wide and a narrow column that fold into one. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  );
}

/** A part of a page with its own heading. */
export function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.sectionHeader}>
        <h2>{title}</h2>
        {end}
      </header>
      {children}
    </section>
  );
}
