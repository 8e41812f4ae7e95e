/** A passphrase or words being typed. They were made for this link and are of no use elsewhere, so they begin in the open. */
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "./words/language.ts";
import classes from "./outside.module.css";

interface PassphraseFieldProps {
  label: string;
  /** What the button says that covers it. */
  hide: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  problem: string | null;
  /** How what was typed could go on. */
  complete: ((typed: string) => Promise<readonly string[]>) | undefined;
}

export function PassphraseField({ label, hide, hint, value, onChange, problem, complete }: PassphraseFieldProps) {
  const id = useId();
  const [isCovered, setCovered] = useState(false);
  const { before } = useWords();
  const completions = useCompletions(value, complete);
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
          list={complete === undefined ? undefined : `${id}-words`}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-hint${problem === null ? "" : ` ${id}-problem`}`}
        />
        <button
          type="button"
          className={classes.icon}
          aria-label={hide}
          aria-pressed={isCovered}
          title={isCovered ? before.show : before.hide}
          onClick={() => setCovered(!isCovered)}
        >
          {isCovered ? <IconEye size={20} stroke={1.75} /> : <IconEyeOff size={20} stroke={1.75} />}
        </button>
      </span>
      {complete !== undefined && (
        <datalist id={`${id}-words`}>
          {completions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
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

const NONE: readonly string[] = [];

/** Of what stands in the field now: an answer about what stood there before is let go. */
function useCompletions(typed: string, complete: PassphraseFieldProps["complete"]): readonly string[] {
  const [found, setFound] = useState<{ readonly typed: string; readonly all: readonly string[] } | null>(null);
  useEffect(() => {
    let isOld = false;
    void complete?.(typed).then((all) => {
      if (!isOld) setFound({ typed, all });
    });
    return () => {
      isOld = true;
    };
  }, [typed, complete]);
  return found?.typed === typed ? found.all : NONE;
}
