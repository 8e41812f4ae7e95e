/** The fields of an entry, or of an earlier version of it, one line each. */
import { CoveredField, PlainField } from "../../items/ItemField.tsx";
import { websiteOf } from "../../items/itemWords.ts";
import { CodeField } from "./CodeField.tsx";
import { nameIn } from "./formModel.ts";
import type { FormType } from "./formModel.ts";
import type { EntryField } from "./model.ts";
import type { EntryReading } from "./useEntry.ts";
import classes from "./entries.module.css";

interface EntryFieldsProps {
  id: string;
  /** null for the entry as it is now. */
  rev: number | null;
  fields: readonly EntryField[];
  type: FormType | undefined;
  read: EntryReading["read"];
}

interface LineProps extends Omit<EntryFieldsProps, "fields"> {
  field: EntryField;
  at: number;
}

function Line({ id, rev, field, at, type, read }: LineProps) {
  const name = nameIn(type, field);
  const covered = <CoveredField name={name} read={() => read(at, rev)} />;
  // Codes run for the present secret only.
  if (field.f === "totp" && rev === null) return <CodeField id={id} field={at} name={name} otherwise={covered} />;
  if (field.value === null) return covered;
  const website = field.f === "url" ? websiteOf(field.value) : null;
  return <PlainField name={name} value={field.value} prose={field.f === "note"} website={website} />;
}

export function EntryFields({ fields, ...rest }: EntryFieldsProps) {
  return (
    <dl className={classes.fields}>
      {fields.map((field, at) => (
        // Fields may repeat: only their place tells them apart.
        <Line key={`${at} ${field.f}`} {...rest} field={field} at={at} />
      ))}
    </dl>
  );
}
