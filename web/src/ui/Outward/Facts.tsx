/** What is known of a link or a request in a row of boxes, and the change of its end. */
import { Button } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { itemTime, timeLeft } from "../../lib/dates.ts";
import { dayPresets, EndField, inDays } from "../EndField/EndField.tsx";
import classes from "./outward.module.css";

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

interface FactProps {
  name: string;
  value: string;
  /** Nothing stands there when it is empty. */
  text?: string;
  end?: ReactNode;
}

export function Fact({ name, value, text = "", end }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {text !== "" && <span>{text}</span>}
        {end}
      </dd>
    </div>
  );
}

interface EndFactProps {
  /** While it is open: "Works until". */
  name: string;
  isOpen: boolean;
  expiresAt: Date;
  endedAt: Date | null;
  now: Date;
  /** Why it ended, if that has to be said. */
  text?: string;
  /** Null while the end is being changed. */
  onChange: (() => void) | null;
}

export function EndFact({ name, isOpen, expiresAt, endedAt, now, text = "", onChange }: EndFactProps) {
  // A started minute counts: what ends in seven days says so at once.
  const left = timeLeft(expiresAt, new Date(now.getTime() - 60_000));
  return (
    <Fact
      name={isOpen ? name : "Ended"}
      value={itemTime(isOpen ? expiresAt : (endedAt ?? expiresAt), now)}
      text={isOpen ? `in ${left.long}` : text}
      end={
        isOpen &&
        onChange !== null && (
          <Button variant="subtle" size="compact-xs" onClick={onChange}>
            Change the end
          </Button>
        )
      }
    />
  );
}

interface ChangeEndProps {
  expiresAt: Date;
  createdAt: Date;
  /** As the policy has it, counted from when it was made. */
  maxDays: number;
  now: Date;
  /** Whether it was changed. */
  onSave: (end: Date) => Promise<boolean>;
  onClose: () => void;
}

export function ChangeEnd({ expiresAt, createdAt, maxDays, now, onSave, onClose }: ChangeEndProps) {
  const [end, setEnd] = useState<Date | null>(expiresAt);
  const [error, setError] = useState<string | undefined>();
  const latest = inDays(createdAt, maxDays);
  const presets = dayPresets([1, 7, 30], null, now).filter(({ at }) => at <= latest);
  const save = async () => {
    if (end === null || end <= new Date()) setError("Choose a time in the future.");
    else if (await onSave(end)) onClose();
  };
  return (
    <div className={classes.end}>
      <EndField
        label="New end"
        value={end}
        onChange={(next) => {
          setEnd(next);
          setError(undefined);
        }}
        {...{ presets, latest, now, error }}
      />
      <Button onClick={() => void save()}>Save</Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </div>
  );
}
