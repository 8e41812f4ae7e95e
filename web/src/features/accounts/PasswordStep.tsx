/** Choosing a password: long and hard to guess, without rules about what it is made of. */
import { PageHeading } from "../../ui/Page/Page.tsx";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { StrengthBar } from "../../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import classes from "./accounts.module.css";

export interface Strength {
  score: Score;
  hint: string;
}

export const MIN_LENGTH = 12;
export const MIN_SCORE = 3;

/** Why this password will not do yet, or null. */
export function passwordReason(password: string, strength: Strength | null): string | null {
  if (Array.from(password).length < MIN_LENGTH) return `Use at least ${MIN_LENGTH} characters`;
  if (strength === null) return "Judging the password";
  return strength.score < MIN_SCORE ? "Choose a password that is harder to guess" : null;
}

export interface PasswordStepProps {
  title: string;
  lead: string;
  addr: string;
  password: string;
  again: string;
  onChange: (change: { password?: string; again?: string }) => void;
  strength: Strength | null;
  errors: { password?: string; again?: string };
}

export function PasswordStep(props: PasswordStepProps) {
  const { password, again, onChange, strength, errors } = props;
  return (
    <>
      <PageHeading title={props.title} size="h1">
        {props.title}
      </PageHeading>
      <p className={classes.lead}>{props.lead}</p>
      <div className={classes.fields}>
        <input
          className="sp-hidden"
          autoComplete="username"
          value={props.addr}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <div>
          <PasswordField
            label="Password"
            value={password}
            onChange={(value) => onChange({ password: value })}
            autoComplete="new-password"
            description={`At least ${MIN_LENGTH} characters. Four or five words in a row are easy to remember and hard to guess.`}
            error={errors.password}
          />
          <StrengthBar score={password === "" ? null : (strength?.score ?? null)} hint={strength?.hint} />
        </div>
        <PasswordField
          label="Password again"
          value={again}
          onChange={(value) => onChange({ again: value })}
          autoComplete="new-password"
          error={errors.again}
        />
      </div>
    </>
  );
}
