/** One row of a list of messages: who, what, when, and what is worth knowing before opening. */
import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import { BlueDot } from "../BlueDot/BlueDot.tsx";
import { Link } from "../Link/Link.tsx";
import classes from "./MessageList.module.css";

export interface RowContent {
  id: string;
  href: string;
  /** Everything the row says, in one sentence for a screen reader. */
  name: string;
  /** Line 1, with the time at its end. */
  title: string;
  /** A sign right after the title, such as a flag. */
  sign?: ReactNode;
  /** The title is a claim nobody has checked yet, and looks like one. */
  faint?: boolean;
  time: string;
  /** Line 2. */
  subject: string;
  /** Line 3: small facts with icons. */
  meta?: ReactNode;
  avatar: ReactNode;
  /** Left out where nothing can be unread. */
  unread?: boolean;
}

interface MessageRowProps {
  row: RowContent;
  /** Open beside the list. */
  current: boolean;
  /** Marked for an action on several; null where nothing can be marked. */
  marked: boolean | null;
  onMark: () => void;
  /** Buttons that appear on hover and focus. */
  actions?: ReactNode;
  /** The one row that the Tab key reaches. */
  tabbable: boolean;
}

export function MessageRow({ row, current, marked, onMark, actions, tabbable }: MessageRowProps) {
  return (
    <div
      className={classes.row}
      data-current={current || undefined}
      data-marked={marked || undefined}
      data-unread={row.unread || undefined}
    >
      <div role="gridcell" className={classes.lead}>
        {row.unread !== undefined && <span className={classes.dot}>{row.unread && <BlueDot />}</span>}
        <span className={classes.avatar}>{row.avatar}</span>
        {marked !== null && (
          <Checkbox
            className={classes.mark}
            checked={marked}
            onChange={onMark}
            tabIndex={-1}
            aria-label={`Select: ${row.name}`}
          />
        )}
      </div>
      <div role="gridcell" className={classes.body}>
        <Link
          href={row.href}
          className={classes.link}
          tabIndex={tabbable ? 0 : -1}
          aria-current={current ? "true" : undefined}
          aria-label={row.name}
        />
        <span className={classes.line} aria-hidden="true">
          <span className={classes.title} data-faint={row.faint || undefined}>
            {row.title}
          </span>
          {row.sign}
          <span className={classes.gap} />
          <span className={classes.time}>{row.time}</span>
        </span>
        <span className={classes.subject} aria-hidden="true">
          {row.subject}
        </span>
        {row.meta !== undefined && (
          <span className={classes.meta} aria-hidden="true">
            {row.meta}
          </span>
        )}
      </div>
      {actions !== undefined && (
        <div role="gridcell" className={classes.actions}>
          {actions}
        </div>
      )}
    </div>
  );
}

/** A small fact in a row: an icon and a few words. */
export function RowFact({ icon, children, tone }: { icon: ReactNode; children: ReactNode; tone?: "warn" | "ok" }) {
  return (
    <span className={classes.fact} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
