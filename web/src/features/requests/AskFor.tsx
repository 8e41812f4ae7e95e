/** What is asked for: username and password, files, a text, and fields of one's own. */
import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconFile, IconKey, IconMessage, IconPlus, IconX } from "@tabler/icons-react";
import { useId } from "react";
import type { ReactNode } from "react";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { MOST_FIELDS, MOST_NAME } from "./newRequest.ts";
import type { NewRequestState } from "./useNewRequest.ts";
import classes from "./requests.module.css";

const ICON = { size: 18, stroke: 1.75 };

type AskForProps = Pick<NewRequestState, "request" | "errors" | "onChange">;

export function AskFor({ request, errors: { asked: error }, onChange }: AskForProps) {
  const id = useId();
  const { fields } = request;
  const change = (at: number, name: string) => onChange({ fields: fields.map((one, i) => (i === at ? name : one)) });
  return (
    <div role="group" aria-labelledby={id} className={classes.group}>
      <span id={id} className={classes.groupLabel}>
        Ask for
      </span>
      <div className={classes.kinds}>
        <Kind icon={<IconKey {...ICON} />} checked={request.login} onChange={(login) => onChange({ login })}>
          Username and password
        </Kind>
        <Kind icon={<IconFile {...ICON} />} checked={request.files} onChange={(files) => onChange({ files })}>
          Files
        </Kind>
        <Kind icon={<IconMessage {...ICON} />} checked={request.text} onChange={(text) => onChange({ text })}>
          Text
        </Kind>
      </div>
      {fields.map((name, at) => (
        // Names may be equal: only their place tells them apart.
        <div key={at} className={classes.own}>
          <TextInput
            aria-label={`Name of field ${at + 1}`}
            placeholder="Name of the field, such as Customer number"
            value={name}
            onChange={(event) => change(at, event.currentTarget.value)}
            maxLength={MOST_NAME}
            autoComplete="off"
            className={classes.grow ?? ""}
          />
          <IconButton
            label={`Remove field ${at + 1}`}
            icon={<IconX {...ICON} />}
            onClick={() => onChange({ fields: fields.filter((_, i) => i !== at) })}
          />
        </div>
      ))}
      {fields.length < MOST_FIELDS && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.add ?? ""}
          leftSection={<IconPlus size={16} stroke={1.75} />}
          onClick={() => onChange({ fields: [...fields, ""] })}
        >
          Add a field of your own
        </Button>
      )}
      {error !== undefined && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}

interface KindProps {
  icon: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: string;
}

function Kind({ icon, checked, onChange, children }: KindProps) {
  return (
    <Checkbox
      className={classes.kind ?? ""}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={
        <span className={classes.kindName}>
          <span aria-hidden="true">{icon}</span>
          {children}
        </span>
      }
    />
  );
}
