/**
 * A list and what is open from it. Wide screens show both with a line to drag between them, narrow ones one at a time.
 */
import { Splitter } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./Panes.module.css";

interface PanesProps {
  list: ReactNode;
  reader: ReactNode;
  /** Something is open: on a narrow screen it covers the list. */
  open: boolean;
}

/** 80em and 64em are the widths of ui.md, section 4. */
export function Panes({ list, reader, open }: PanesProps) {
  const wide = useMediaQuery("(min-width: 80em)", undefined, { getInitialValueInEffect: false });
  if (wide) {
    return (
      <Splitter className={classes.wide} step="16px" lineSize={1} withHandle={false} handleColor="var(--sp-line)">
        <Splitter.Pane defaultSize="376px" min="300px" max="480px">
          <section className={classes.list}>{list}</section>
        </Splitter.Pane>
        <Splitter.Pane defaultSize={100}>
          <section className={classes.reader}>{reader}</section>
        </Splitter.Pane>
      </Splitter>
    );
  }
  return (
    <div className={classes.narrow} data-open={open || undefined}>
      <section className={classes.list}>{list}</section>
      <section className={classes.reader}>{reader}</section>
    </div>
  );
}
