/** A passphrase or words being typed. They were made for this link and are of no use elsewhere, so they begin in the open. */
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import classes from "./outside.module.css";

interface PassphraseFieldProps {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | null;
}

export function PassphraseField({ label, hint, value, onChange, problem }: PassphraseFieldProps) {
  const id = useId();
  const [isCovered, setCovered] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem !== null) field.current?.focus();
  }, [problem]);
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <span className={classes.input} data-problem={problem !== null || undefined}>
        <input
          id={id}
          ref={field}
          type={isCovered ? "password" : "text"}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-hint${problem === null ? "" : ` ${id}-problem`}`}
        />
        <button
          type="button"
          className={classes.icon}
          aria-label={`Hide ${label.toLowerCase()}`}
          aria-pressed={isCovered}
          title={isCovered ? "Show" : "Hide"}
          onClick={() => setCovered(!isCovered)}
        >
          {isCovered ? <IconEye size={20} stroke={1.75} /> : <IconEyeOff size={20} stroke={1.75} />}
        </button>
      </span>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <p id={`${id}-hint`} className={classes.hint}>
        {hint}
      </p>
    </div>
  );
}
