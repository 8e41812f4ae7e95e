/** "What they will get": each field of an entry with a checkbox, secrets covered. */
import { Checkbox } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useId } from "react";
import type { EntrySource } from "../../credentials/model.ts";
import { kindName } from "../../items/itemWords.ts";
import { fullDate } from "../../lib/dates.ts";
import { SkeletonItem } from "../../ui/States/States.tsx";
import { KindTile } from "../kinds.tsx";
import { useEntry, useTypes } from "../listing.ts";
import { nameIn } from "../model.ts";
import type { EntryFacts, EntryField, FormType } from "../model.ts";
import { isTicked, previewOf, ticked } from "./choosing.ts";
import classes from "./picking.module.css";

interface FieldsProps {
  entry: EntryFacts;
  type: FormType | undefined;
  fields: readonly number[] | null;
  onChange: (fields: readonly number[]) => void;
}

function FieldLine({
  name,
  field,
  isOn,
  onChange,
}: {
  name: string;
  field: EntryField;
  isOn: boolean;
  onChange: () => void;
}) {
  const isSecret = field.f === "totp";
  const hint = useId();
  return (
    <li className={classes.fieldLine}>
      <Checkbox
        label={isSecret ? `${name}, its secret` : name}
        checked={isOn}
        onChange={onChange}
        aria-describedby={isSecret ? hint : undefined}
      />
      <span className={classes.preview} aria-hidden={field.value === null || undefined}>
        {previewOf(field)}
      </span>
      {isSecret && (
        <span className={classes.hint} id={hint}>
          Anyone with this can make your codes.
        </span>
      )}
    </li>
  );
}

export function CopyNote({ hasFiles }: { hasFiles: boolean }) {
  return (
    <p className={classes.note}>
      <IconInfoCircle size={18} stroke={1.75} aria-hidden="true" />
      <span>
        <strong>They get a copy.</strong> If you change the entry later, their copy stays as it is. Your history
        {hasFiles ? ", logs and the files of this entry" : " and logs"} are not sent.
      </span>
    </p>
  );
}

function Fields({ entry, type, fields, onChange }: FieldsProps) {
  const place = entry.folder === null ? "" : ` in ${entry.folder}`;
  return (
    <>
      <div className={classes.panelHead}>
        <KindTile kind={entry.kind} />
        <div>
          <h2>{entry.title}</h2>
          <p>
            {kindName(entry.kind)}
            {place}, changed {fullDate(new Date(entry.changedAt))}
          </p>
        </div>
      </div>
      <h3>What they will get</h3>
      {entry.fields.length === 0 ? (
        <p className={classes.untick}>The title. This entry has no fields.</p>
      ) : (
        <>
          <p className={classes.untick}>Untick anything you want to keep to yourself.</p>
          <ul className={classes.fieldList} aria-label="What they will get">
            {entry.fields.map((field, at) => (
              <FieldLine
                // Fields may repeat: only their place tells them apart.
                key={`${at} ${field.f}`}
                name={nameIn(type, field)}
                field={field}
                isOn={isTicked(fields, field, at)}
                onChange={() => onChange(ticked(entry, fields, at))}
              />
            ))}
          </ul>
        </>
      )}
      <CopyNote hasFiles={entry.files > 0} />
    </>
  );
}

interface FieldsPanelProps {
  source: EntrySource;
  onChange: (source: EntrySource) => void;
}

/** After a change of the entry its fields are offered anew. */
export function FieldsPanel({ source, onChange }: FieldsPanelProps) {
  const shown = useEntry(source.id);
  const types = useTypes();
  if (shown.state === "loading") return <SkeletonItem label="Loading the entry" />;
  if (shown.state !== "ready") return <p className={classes.untick}>This entry is not here any more.</p>;
  const { entry } = shown;
  return (
    <Fields
      entry={entry}
      type={types.find(({ kind }) => kind === entry.kind)}
      fields={entry.rev === source.rev ? source.fields : null}
      onChange={(fields) => onChange({ id: entry.id, rev: entry.rev, fields })}
    />
  );
}
