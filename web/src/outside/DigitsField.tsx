/** Two digits to be typed: the step that a program which presses every button does not do. */
import { useLayoutEffect, useId, useRef } from "react";
import { readAloud } from "./digits.ts";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

interface DigitsFieldProps {
  drawn: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | null;
}

export function DigitsField({ drawn, value, onChange, problem }: DigitsFieldProps) {
  const id = useId();
  const { before, items } = useWords();
  const field = useRef<HTMLInputElement>(null);
  // The step before has just been taken away from under the focus.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div className={classes.field}>
      <label htmlFor={id}>
        {before.digits}{" "}
        <span role="img" className={classes.digits} aria-label={readAloud(drawn, items.spelling.digits)}>
          {Array.from(drawn).join(" ")}
        </span>
      </label>
      <span className={classes.input} data-problem={problem !== null || undefined} data-short>
        <input
          id={id}
          ref={field}
          inputMode="numeric"
          maxLength={3}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
        />
      </span>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
