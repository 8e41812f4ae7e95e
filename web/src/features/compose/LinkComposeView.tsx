/** The window for a link: what it carries, and how it may be opened. It names nobody: whoever has the link can open it. */
import { Button, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useId } from "react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { AttachWay } from "../../writing/Attached.tsx";
import { AttachedRow, WritingFrame, WritingRow } from "../../writing/WritingFrame.tsx";
import type { Enclosed } from "../../writing/WritingFrame.tsx";
import type { Sending } from "../../writing/sending.ts";
import { LinkOptions } from "./LinkOptions.tsx";
import type { LinkOptionsProps } from "./LinkOptions.tsx";
import { MessageField } from "../../writing/MessageField.tsx";
import classes from "../../writing/writing.module.css";

export interface LinkComposeViewProps extends Enclosed, LinkOptionsProps {
  /** The organisation allows links to this person. */
  isAllowed: boolean;
  sending: Sending;
  isBehind: boolean;
  ways: readonly AttachWay[];
  onSend: () => void;
  onDiscard: () => void;
}

const WORDS: Partial<Record<Sending["state"], string>> = {
  waiting: "Creating…",
  sealing: "Locking…",
  posting: "Creating…",
};

function CreateButton({ sending, isAllowed, onSend }: Pick<LinkComposeViewProps, "sending" | "isAllowed" | "onSend">) {
  const busy = WORDS[sending.state];
  return (
    <Button
      leftSection={<IconLink size={18} stroke={1.75} />}
      rightSection={<Kbd>Ctrl ↵</Kbd>}
      className={classes.send ?? ""}
      disabled={busy !== undefined || !isAllowed}
      onClick={onSend}
    >
      {busy ?? "Create link"}
    </Button>
  );
}

function Fields(props: LinkComposeViewProps) {
  const { draft, onChange, errors } = props;
  const id = useId();
  return (
    <>
      {!props.isAllowed && (
        <Strip tone="warn">
          You cannot send links outside. Your company has this turned off. Send in-app, or ask an admin to change it.
        </Strip>
      )}
      <WritingRow label="Subject" htmlFor={`${id}-subject`}>
        <TextInput
          id={`${id}-subject`}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          maxLength={1000}
          autoComplete="off"
          data-autofocus
        />
      </WritingRow>
      <WritingRow label="Message">
        <MessageField
          id={`${id}-body`}
          value={draft.body}
          onChange={(body) => onChange({ body })}
          error={errors.message}
          firstFocus={false}
        />
      </WritingRow>
      <AttachedRow items={draft.items} {...props} />
      <WritingRow label="Options">
        <LinkOptions {...props} />
      </WritingRow>
    </>
  );
}

export function LinkComposeView(props: LinkComposeViewProps) {
  const { sending, files, ways, isBehind, isAllowed, onSend, onDiscard } = props;
  return (
    <WritingFrame
      title="New shareable link"
      held={isAllowed ? null : "Links are turned off"}
      send={<CreateButton {...{ sending, isAllowed, onSend }} />}
      {...{ sending, files, ways, isBehind, onSend, onDiscard }}
    >
      <Fields {...props} />
    </WritingFrame>
  );
}
