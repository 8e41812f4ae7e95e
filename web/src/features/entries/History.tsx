/** Earlier versions of an entry, newest first: each opens in place, its secrets covered like those of the present one. */
import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { EntryFacts, EntryField, FormType } from "../../entries/model.ts";
import { itemTime } from "../../lib/dates.ts";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { EntryFields } from "./EntryFields.tsx";
import type { EntryReading } from "./useEntry.ts";
import classes from "./entries.module.css";

interface HistoryProps {
  entry: EntryFacts;
  type: FormType | undefined;
  now: Date;
  reading: EntryReading;
}

interface VersionProps extends HistoryProps {
  version: EntryFacts["history"][number];
}

function Version({ version, type, now, reading }: VersionProps) {
  const [fields, setFields] = useState<readonly EntryField[] | null>(null);
  const isOpen = fields !== null;
  const when = itemTime(new Date(version.changedAt), now);
  const failed = () => toast({ message: "This version could not be read. Try again." });
  const toggle = () => (isOpen ? setFields(null) : void reading.version(version.rev).then(setFields, failed));
  return (
    <Row
      lead={<IconHistory size={18} stroke={1.75} aria-hidden="true" />}
      title={version.title}
      text={when}
      end={
        <Button
          variant="default"
          size="xs"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Close" : "Open"} the version of ${when}`}
          onClick={toggle}
        >
          {isOpen ? "Close" : "Open"}
        </Button>
      }
      below={
        isOpen ? <EntryFields rev={version.rev} fields={fields} type={type} reading={reading} within /> : undefined
      }
    />
  );
}

export function History(props: HistoryProps) {
  return (
    <section className={classes.part} aria-label="Earlier versions">
      <h2>Earlier versions</h2>
      <Rows>
        {props.entry.history.map((version) => (
          <Version key={version.rev} {...props} version={version} />
        ))}
      </Rows>
    </section>
  );
}
