/** The fields of an entry, or of an earlier version of it, one line each. */
import { nameIn } from "../../entries/model.ts";
import type { EntryField, FormType } from "../../entries/model.ts";
import { useCallback } from "react";
import { CodeField } from "../../items/CodeField.tsx";
import { CoveredField, PlainField } from "../../items/ItemField.tsx";
import { websiteOf } from "../../items/itemWords.ts";
import { StrengthLine } from "../../credentials/StrengthLine.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import type { EntryReading } from "./useEntry.ts";
import classes from "./entries.module.css";

interface EntryFieldsProps {
  /** null for the entry as it is now. */
  rev: number | null;
  fields: readonly EntryField[];
  type: FormType | undefined;
  reading: Pick<EntryReading, "read" | "code">;
}

interface LineProps extends Omit<EntryFieldsProps, "fields"> {
  field: EntryField;
  at: number;
  score: Score | null | undefined;
}

function Line({ rev, field, at, type, reading, score }: LineProps) {
  const name = nameIn(type, field);
  const about = score !== undefined && <StrengthLine score={score} end="" inline />;
  const covered = <CoveredField name={name} read={() => reading.read(at, rev)} about={about} />;
  // Codes run for the present secret only.
  const ask = useCallback(() => reading.code(at), [reading, at]);
  if (field.f === "totp" && rev === null) return <CodeField name={name} ask={ask} otherwise={covered} />;
  if (field.value === null) return covered;
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return <PlainField name={name} value={field.value} prose={field.f === "note"} website={website} />;
}

/**
 * `score` is that of the password: the first field of that name. While it is null its place is kept, so that nothing moves
 * under the pointer when it comes; undefined: nobody judges.
 */
export function EntryFields({
  fields,
  within = false,
  score,
  ...rest
}: EntryFieldsProps & { within?: boolean; score?: Score | null | undefined }) {
  const password = fields.findIndex(({ f, isCovered }) => f === "password" && isCovered);
  return (
    <dl className={classes.fields} data-within={within || undefined}>
      {fields.map((field, at) => (
        // Fields may repeat: only their place tells them apart.
        <Line key={`${at} ${field.f}`} {...rest} field={field} at={at} score={at === password ? score : undefined} />
      ))}
    </dl>
  );
}
