/** The rows to choose from. A long list draws those in view only. */
import { Checkbox } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { KindTile } from "../kinds.tsx";
import { rowLine } from "../model.ts";
import type { EntryRow } from "../model.ts";
import type { PickerState } from "./usePicker.ts";
import classes from "./picking.module.css";

type RowsState = Pick<PickerState, "rows" | "choices" | "current" | "toggle" | "look">;

const ROW_PX = 60;
const VIRTUAL_FROM = 100;

function PickerRow({ row, state, onLook }: { row: EntryRow; state: RowsState; onLook: () => void }) {
  const isChosen = state.choices.has(row.id);
  const open = () => {
    if (!isChosen) state.toggle(row);
    else state.look(row.id);
    onLook();
  };
  return (
    <div className={classes.row} data-current={state.current?.id === row.id || undefined}>
      <Checkbox
        aria-label={`Select ${row.title}`}
        checked={isChosen}
        onChange={() => state.toggle(row)}
        className={classes.tick ?? ""}
      />
      <button type="button" className={classes.open} aria-pressed={state.current?.id === row.id} onClick={open}>
        <KindTile kind={row.kind} />
        <span className={classes.rowTitles}>
          <strong>{row.title}</strong>
          <span>{rowLine(row)}</span>
        </span>
        <span className={classes.folder}>{row.folder ?? ""}</span>
        <IconChevronRight className={classes.step ?? ""} size={18} stroke={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}

function LongRows({ state, onLook }: { state: RowsState; onLook: () => void }) {
  "use no memo"; // The virtualizer's functions answer differently without changing.
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized, see above
  const virtualizer = useVirtualizer({
    count: state.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <div className={classes.rows} ref={scroller} role="list" aria-label="Entries">
      <div className={classes.long} style={{ height: virtualizer.getTotalSize() }} role="none">
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = state.rows[index];
          return (
            row !== undefined && (
              <div
                key={row.id}
                role="listitem"
                aria-setsize={state.rows.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <PickerRow row={row} state={state} onLook={onLook} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

export function PickerRows({ state, onLook }: { state: RowsState; onLook: () => void }) {
  if (state.rows.length > VIRTUAL_FROM) return <LongRows state={state} onLook={onLook} />;
  return (
    <div className={classes.rows} role="list" aria-label="Entries">
      {state.rows.map((row) => (
        <div key={row.id} role="listitem">
          <PickerRow row={row} state={state} onLook={onLook} />
        </div>
      ))}
    </div>
  );
}
