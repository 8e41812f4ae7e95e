/** Five bars for the strength of a password, and always the word; what is known beyond that stands at the end. */
import { STRENGTH_WORDS } from "../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "./model.ts";
import classes from "./credentials.module.css";

/** As high as a word, so that nothing moves when the word comes. */
const PENDING = "\u00a0";

interface StrengthLineProps {
  score: Score | null;
  end: string;
  /** Bars only: the word stands elsewhere. */
  short?: boolean;
  /** Beside a covered value; said by no live region. */
  inline?: boolean;
}

export function StrengthLine({ score, end, short = false, inline = false }: StrengthLineProps) {
  const tone = score === null ? "none" : score < 2 ? "danger" : score === 2 ? "warn" : "ok";
  return (
    <span
      className={classes.strength}
      data-tone={tone}
      data-short={short || undefined}
      data-inline={inline || undefined}
    >
      <span className={classes.bars} aria-hidden="true">
        {STRENGTH_WORDS.map((word, bar) => (
          <span key={word} data-full={(score !== null && bar <= score) || undefined} />
        ))}
      </span>
      {!short && (
        <strong role={inline ? undefined : "status"}>{score === null ? PENDING : STRENGTH_WORDS[score]}</strong>
      )}
      {end !== "" && <span className={classes.end}>{end}</span>}
    </span>
  );
}
