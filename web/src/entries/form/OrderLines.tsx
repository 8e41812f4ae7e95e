/** The order of the fields: one short row for each, moved by its arrows or dragged. */
import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { isRepeated, orderedLines } from "./formModel.ts";
import type { EntryForm, FormLine } from "./formModel.ts";
import { useDragged } from "./useDragged.ts";
import type { EntryFormState } from "./useEntryForm.ts";
import classes from "./order.module.css";

const ICON = { size: 17, stroke: 1.75 };
const COVER = "••••••••••";

function nameOf(line: FormLine): string {
  return line.name === "" ? "Field without a name" : line.name;
}

/** What tells a field from others of its name; nothing of what is covered. */
function spokenName(form: EntryForm, line: FormLine): string {
  return isRepeated(form, line) && !line.isCovered ? `${nameOf(line)}, ${line.value}` : nameOf(line);
}

interface ArrowProps {
  step: 1 | -1;
  name: string;
  isEnd: boolean;
  onPress: () => void;
}

/** At the end it keeps the focus: nobody who steps a field up falls out of the list. */
function Arrow({ step, name, isEnd, onPress }: ArrowProps) {
  return (
    <ActionIcon
      aria-label={`Move ${step === 1 ? "down" : "up"}, ${name}`}
      aria-disabled={isEnd}
      data-disabled={isEnd}
      onClick={() => {
        if (!isEnd) onPress();
      }}
    >
      {step === 1 ? <IconArrowDown {...ICON} /> : <IconArrowUp {...ICON} />}
    </ActionIcon>
  );
}

/** Moves a line and tells where it is then, to those who do not see it too. */
function useMoving({ form, moveLine }: EntryFormState) {
  const lines = orderedLines(form);
  const [said, setSaid] = useState("");
  const move = (key: number, step: 1 | -1) => {
    const at = lines.findIndex((line) => line.key === key);
    const line = lines[at];
    if (line === undefined) return;
    moveLine(key, step);
    setSaid(`${spokenName(form, line)}: ${at + 1 + step} of ${lines.length}.`);
  };
  return { lines, said, move };
}

export function OrderLines({ state }: { state: EntryFormState }) {
  const { form } = state;
  const { lines, said, move } = useMoving(state);
  const list = useRef<HTMLOListElement>(null);
  const dragged = useDragged(
    list,
    lines.map(({ key }) => key),
    move,
  );
  // It is shorter than the fields were: what was scrolled to is elsewhere now.
  useEffect(() => {
    list.current?.scrollIntoView({ block: "nearest" });
  }, []);
  // The button that was pressed keeps the focus and goes with its field, which may leave what is in view.
  useEffect(() => {
    if (said !== "") document.activeElement?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, [said]);
  return (
    <>
      <p className={classes.hint}>Drag the fields, or press their arrows. What is empty is not saved.</p>
      <ol className={classes.list} ref={list} {...dragged.list} aria-label="Order of the fields">
        {lines.map((line, at) => (
          <li key={line.key} className={classes.row} data-dragged={dragged.key === line.key || undefined}>
            <span className={classes.grip} onPointerDown={(event) => dragged.begin(event, line.key)}>
              <IconGripVertical {...ICON} aria-hidden="true" />
            </span>
            <span className={classes.name}>{nameOf(line)}</span>
            <span className={classes.value} aria-hidden={line.isCovered || undefined}>
              {line.isCovered ? COVER : line.value}
            </span>
            {([-1, 1] as const).map((step) => (
              <Arrow
                key={step}
                step={step}
                name={spokenName(form, line)}
                isEnd={at === (step === -1 ? 0 : lines.length - 1)}
                onPress={() => move(line.key, step)}
              />
            ))}
          </li>
        ))}
      </ol>
      <span className="sp-hidden" role="status">
        {said}
      </span>
    </>
  );
}
