/** The fields of an entry, or of an earlier version of it, one line each. */
import { nameIn } from "../../entries/model.ts";
import type { EntryField, FormType } from "../../entries/model.ts";
import { useCallback } from "react";
import { CodeField } from "../../items/CodeField.tsx";
import { CoveredField, PlainField } from "../../items/ItemField.tsx";
import { websiteOf } from "../../items/itemWords.ts";
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
}

function Line({ rev, field, at, type, reading }: LineProps) {
  const name = nameIn(type, field);
  const covered = <CoveredField name={name} read={() => reading.read(at, rev)} />;
  // Codes run for the present secret only.
  const ask = useCallback(() => reading.code(at), [reading, at]);
  if (field.f === "totp" && rev === null) return <CodeField name={name} ask={ask} otherwise={covered} />;
  if (field.value === null) return covered;
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return <PlainField name={name} value={field.value} prose={field.f === "note"} website={website} />;
}

export function EntryFields({ fields, within = false, ...rest }: EntryFieldsProps & { within?: boolean }) {
  return (
    <dl className={classes.fields} data-within={within || undefined}>
      {fields.map((field, at) => (
        // Fields may repeat: only their place tells them apart.
        <Line key={`${at} ${field.f}`} {...rest} field={field} at={at} />
      ))}
    </dl>
  );
}
