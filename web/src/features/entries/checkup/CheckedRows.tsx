/** Rows of the check-up: each leads to its entry. Of many only the first are drawn until more are asked for. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { KindTile } from "../../../entries/kinds.tsx";
import { rowLine } from "../../../entries/model.ts";
import type { EntryRow } from "../../../entries/model.ts";
import { plural } from "../../../lib/names.ts";
import { Link } from "../../../ui/Link/Link.tsx";
import { Rows } from "../../../ui/Rows/Rows.tsx";
import { addressOf } from "../model.ts";
import classes from "./checkup.module.css";

export interface CheckedRow {
  readonly row: EntryRow;
  /** What stands at the end; the heading says enough without it. */
  readonly why?: string;
  readonly tone?: "warn";
}

const AT_ONCE = 50;

/** The first of many, and what shows as many more. */
function useFirst<Value>(values: readonly Value[]) {
  const [count, setCount] = useState(AT_ONCE);
  const left = values.length - count;
  const more = left > 0 && (
    <Button variant="subtle" className={classes.more ?? ""} onClick={() => setCount(count + AT_ONCE)}>
      {`Show ${Math.min(AT_ONCE, left)} more of ${values.length.toLocaleString("en")}`}
    </Button>
  );
  return { shown: values.slice(0, count), more };
}

interface CheckedRowsProps {
  label: string;
  rows: readonly CheckedRow[];
  now: Date;
}

export function CheckedRows({ label, rows, now }: CheckedRowsProps) {
  const { shown, more } = useFirst(rows);
  return (
    <>
      <Rows label={label}>
        {shown.map(({ row, why, tone }) => (
          <li key={row.id} className={classes.row}>
            <Link href={addressOf({ list: "all" }, row.id)} className={classes.link}>
              <KindTile kind={row.kind} />
              <span className={classes.body}>
                <span className={classes.title}>{row.title}</span>
                <span className={classes.line}>{rowLine(row, now)}</span>
              </span>
              {why !== undefined && (
                <span className={classes.why} data-tone={tone}>
                  {why}
                </span>
              )}
            </Link>
          </li>
        ))}
      </Rows>
      {more}
    </>
  );
}

interface ReusedGroupsProps {
  groups: readonly (readonly EntryRow[])[];
  now: Date;
}

export function ReusedGroups({ groups, now }: ReusedGroupsProps) {
  const { shown, more } = useFirst(groups);
  return (
    <>
      {shown.map((group) => {
        const title = `These ${plural(group.length, "entry", "entries")} have the same password`;
        return (
          <div key={group[0]?.id} className={classes.group}>
            <h3>{title}</h3>
            <CheckedRows label={title} rows={group.map((row) => ({ row }))} now={now} />
          </div>
        );
      })}
      {more}
    </>
  );
}
