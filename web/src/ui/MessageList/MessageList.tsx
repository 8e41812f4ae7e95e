/**
 * A list of messages as a grid with one tab stop: arrows move between and inside rows, Space marks, Enter opens.
 *
 * Above 100 rows only those in view are in the page, so that opened text of others is not.
 */
import { Suspense, useEffect, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { MessageRow } from "./MessageRow.tsx";
import type { RowContent } from "./MessageRow.tsx";
import { listLines, moveInside, rowAfterKey } from "./moves.ts";
import type { Line } from "./moves.ts";
import { VIRTUAL_FROM, allLines, firstLines } from "./shownLines.ts";
import type { ShownLines } from "./shownLines.ts";
import classes from "./MessageList.module.css";
import { later } from "../later/later.ts";

const LongLines = later(() => import("./LongLines.tsx"));

export interface MessageListProps {
  /** What the list is, for screen readers. */
  label: string;
  rows: (RowContent & { section: string })[];
  currentId: string | null;
  /** Ids of marked rows; null turns marking off. */
  marked: ReadonlySet<string> | null;
  onMark: (id: string) => void;
  actionsFor?: (id: string) => ReactNode;
  /** The end of the list came into view. */
  onEnd?: () => void;
  /** The ids of the rows that are in the page: all of a short list, those in view of a long one. */
  onShown?: (ids: readonly string[]) => void;
  footer?: ReactNode;
  /** Rows have two lines and no third, so they are lower. */
  isLow?: boolean;
}

interface LineProps {
  line: Line;
  tabbable: string | undefined;
  list: MessageListProps;
}

function LineContent({ line, tabbable, list }: LineProps) {
  if (line.kind === "section") {
    return (
      <div role="gridcell">
        <h2 className={classes.section}>{line.text}</h2>
      </div>
    );
  }
  const { row } = line;
  return (
    <MessageRow
      row={row}
      current={row.id === list.currentId}
      marked={list.marked === null ? null : list.marked.has(row.id)}
      onMark={() => list.onMark(row.id)}
      actions={list.actionsFor?.(row.id)}
      tabbable={row.id === tabbable}
    />
  );
}

interface GridProps extends ShownLines {
  list: MessageListProps;
  count: number;
  tabbable: string | undefined;
  onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
}

function useShown(shown: ShownLines["shown"], onShown: MessageListProps["onShown"]): void {
  const ids = shown.flatMap(({ line }) => (line.kind === "row" ? [line.row.id] : [])).join(" ");
  useEffect(() => onShown?.(ids === "" ? [] : ids.split(" ")), [ids, onShown]);
}

function Grid({ shown, height, measure, list, count, tabbable, onKeyDown }: GridProps) {
  useShown(shown, list.onShown);
  return (
    <div
      role="grid"
      aria-label={list.label}
      aria-rowcount={count}
      onKeyDown={onKeyDown}
      tabIndex={-1}
      className={height === null ? undefined : classes.virtual}
      style={height === null ? undefined : { height }}
    >
      {shown.map(({ line, index, top }) => (
        <div
          key={line.key}
          role="row"
          aria-rowindex={index + 1}
          data-index={index}
          data-row={line.kind === "row" ? line.row.id : undefined}
          ref={measure}
          className={classes.line1}
          style={top === null ? undefined : { transform: `translateY(${top}px)` }}
        >
          <LineContent line={line} tabbable={tabbable} list={list} />
        </div>
      ))}
    </div>
  );
}

/** The row that a key was pressed in. */
function rowOf(target: EventTarget): string | undefined {
  return (target as HTMLElement).closest<HTMLElement>("[data-row]")?.dataset["row"];
}

export function MessageList(props: MessageListProps) {
  const { rows, currentId, marked, onMark, onEnd, isLow = false } = props;
  const lines = listLines(rows);
  // State and no ref: lines in view are counted from it, and are to be drawn as soon as it is there.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const scrollTo = useRef<(key: string) => void>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const tabbable = [focused, currentId].find((id) => rows.some((row) => row.id === id)) ?? rows[0]?.id;

  const focusRow = (id: string) => {
    setFocused(id);
    scrollTo.current?.(id);
    requestAnimationFrame(() => scroller?.querySelector<HTMLElement>(`[data-row="${id}"] a`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = rowOf(event.target);
    if (id === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = rows.findIndex((row) => row.id === id);
    const next = rowAfterKey(event.key, at, rows.length);
    if (next !== null) focusRow(rows[next]?.id ?? id);
    else if (event.key === " " && marked !== null && (event.target as HTMLElement).tagName === "A") onMark(id);
    else if (!moveInside(event)) return;
    event.preventDefault();
  };
  const reachEnd = () => {
    if (scroller !== null && scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 400) onEnd?.();
  };
  const draw = (shown: ShownLines) => (
    <Grid {...shown} list={props} count={lines.length} tabbable={tabbable} onKeyDown={onKeyDown} />
  );
  return (
    <div className={classes.scroller} data-low={isLow || undefined} ref={setScroller} onScroll={reachEnd}>
      {lines.length > VIRTUAL_FROM ? (
        <Suspense fallback={draw(firstLines(lines))}>
          <LongLines {...{ lines, isLow, scroller, scrollTo, draw }} />
        </Suspense>
      ) : (
        draw(allLines(lines))
      )}
      {props.footer}
    </div>
  );
}
