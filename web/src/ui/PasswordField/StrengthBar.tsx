/** How strong a chosen password is: bars, and always the word. */
import classes from "./StrengthBar.module.css";

/** zxcvbn's scores, 0 to 4. */
export type Score = 0 | 1 | 2 | 3 | 4;

export const STRENGTH_WORDS = ["Very weak", "Weak", "Fair", "Strong", "Very strong"] as const;

interface StrengthBarProps {
  /** null while nothing has been judged yet. */
  score: Score | null;
  /** What would make it better. */
  hint?: string | undefined;
}

export function StrengthBar({ score, hint }: StrengthBarProps) {
  const tone = score === null ? "none" : score < 2 ? "danger" : score === 2 ? "warn" : "ok";
  return (
    <div className={classes.root} data-tone={tone}>
      <div className={classes.bars} aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <span key={bar} data-full={(score !== null && bar < Math.max(1, score)) || undefined} />
        ))}
      </div>
      <p className={classes.text} role="status">
        {score !== null && <strong>{STRENGTH_WORDS[score]}</strong>}
        {score !== null && hint !== undefined && hint !== "" && <span> · {hint}</span>}
      </p>
    </div>
  );
}
