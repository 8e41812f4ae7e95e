/** The code that was mailed to the one address that may open the link, and how to get another. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

interface CodeFieldProps {
  to: string;
  againAt: string;
  value: string;
  onChange: (value: string) => void;
  onAgain: () => void;
  problem: string | null;
}

export function CodeField({ to, againAt, value, onChange, onAgain, problem }: CodeFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { before } = useWords();
  const seconds = useSecondsUntil(againAt);
  useLayoutEffect(() => field.current?.focus(), [problem]);
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{before.code}</label>
      <span className={classes.input} data-problem={problem !== null || undefined} data-short>
        <input
          id={id}
          ref={field}
          inputMode="numeric"
          maxLength={7}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          autoComplete="one-time-code"
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-hint${problem === null ? "" : ` ${id}-problem`}`}
        />
      </span>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <p id={`${id}-hint`} className={classes.hint}>
        {before.codeSent(to)}{" "}
        {seconds > 0 ? (
          <span>{before.codeLater(waitOf(seconds))}</span>
        ) : (
          <button type="button" className={classes.inline} onClick={onAgain}>
            {before.codeAgain}
          </button>
        )}
      </p>
    </div>
  );
}

function useSecondsUntil(time: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, []);
  return Math.ceil((Date.parse(time) - now) / 1_000);
}

/** In minutes from two on, so that it does not change under the eyes. */
function waitOf(seconds: number): { readonly minutes: number } | { readonly seconds: number } {
  return seconds > 90 ? { minutes: Math.ceil(seconds / 60) } : { seconds };
}
