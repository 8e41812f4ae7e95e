/**
 * A list of messages as a grid with one tab stop: arrows move between and inside rows, Space marks, Enter opens.
 *
 * Above 100 rows only those in view are in the page, so that opened text of others is not.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { MessageRow } from "./MessageRow.tsx";
import type { RowContent } from "./MessageRow.tsx";
import { listLines, moveInside, rowAfterKey } from "./moves.ts";
import type { Line } from "./moves.ts";
import classes from "./MessageList.module.css";

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
  footer?: ReactNode;
}

const VIRTUAL_FROM = 100;

function useLines(lines: Line[], onEnd: (() => void) | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = lines.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? lines.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === "section" ? 40 : 76),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  });
  const reachEnd = () => {
    const box = scroller.current;
    if (box !== null && box.scrollTop + box.clientHeight > box.scrollHeight - 400) onEnd?.();
  };
  return { scroller, virtual, virtualizer, reachEnd };
}

export function MessageList(props: MessageListProps) {
  const { label, rows, currentId, marked, onMark, actionsFor, onEnd, footer } = props;
  const lines = listLines(rows);
  const { scroller, virtual, virtualizer, reachEnd } = useLines(lines, onEnd);
  const [focused, setFocused] = useState<string | null>(null);
  const tabbable = [focused, currentId].find((id) => rows.some((row) => row.id === id)) ?? rows[0]?.id;

  const focusRow = (id: string) => {
    setFocused(id);
    if (virtual) virtualizer.scrollToIndex(lines.findIndex((line) => line.key === id));
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${id}"] a`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-row]")?.dataset["row"];
    if (id === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = rowAfterKey(
      event.key,
      rows.findIndex((row) => row.id === id),
      rows.length,
    );
    if (next !== null) focusRow(rows[next]?.id ?? id);
    else if (event.key === " " && marked !== null && (event.target as HTMLElement).tagName === "A") onMark(id);
    else if (!moveInside(event)) return;
    event.preventDefault();
  };
  const draw = (line: Line, index: number) =>
    line.kind === "section" ? (
      <h2 className={classes.section}>{line.text}</h2>
    ) : (
      <MessageRow
        row={line.row}
        current={line.row.id === currentId}
        marked={marked === null ? null : marked.has(line.row.id)}
        onMark={() => onMark(line.row.id)}
        actions={actionsFor?.(line.row.id)}
        tabbable={line.row.id === tabbable}
        key={index}
      />
    );
  const items = virtual
    ? virtualizer.getVirtualItems().map((item) => ({ index: item.index, top: item.start }))
    : lines.map((_line, index) => ({ index, top: undefined }));

  return (
    <div className={classes.scroller} ref={scroller} onScroll={reachEnd}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={lines.length}
        onKeyDown={onKeyDown}
        tabIndex={-1}
        className={virtual ? classes.virtual : undefined}
        style={virtual ? { height: virtualizer.getTotalSize() } : undefined}
      >
        {items.map(({ index, top }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <div
              key={line.key}
              role="row"
              aria-rowindex={index + 1}
              data-index={index}
              data-row={line.kind === "row" ? line.row.id : undefined}
              ref={virtual ? virtualizer.measureElement : undefined}
              className={classes.line1}
              style={top === undefined ? undefined : { transform: `translateY(${top}px)` }}
            >
              {line.kind === "section" ? <div role="gridcell">{draw(line, index)}</div> : draw(line, index)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}
