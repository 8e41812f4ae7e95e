/**
 * The window for a link: what it carries, and how it may be opened. One that is passed on names nobody: whoever has it can
 * open it. By email it has addresses, and no key: that are words, told another way.
 */
import { Button, TagsInput, TextInput } from "@mantine/core";
import { IconLink, IconMail } from "@tabler/icons-react";
import { useId } from "react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { AttachWay } from "../../writing/Attached.tsx";
import { AttachedRow, WritingFrame, WritingRow } from "../../writing/WritingFrame.tsx";
import type { Enclosed } from "../../writing/WritingFrame.tsx";
import type { Sending } from "../../writing/sending.ts";
import { LinkOptions } from "./LinkOptions.tsx";
import type { LinkOptionsProps } from "./LinkOptions.tsx";
import { addressesIn, MOST_ADDRESSES, type LinkWay } from "./linkModel.ts";
import { MessageField } from "../../writing/MessageField.tsx";
import classes from "../../writing/writing.module.css";

export interface LinkComposeViewProps extends Enclosed, LinkOptionsProps {
  /** Why nothing can be sent this way, or null. */
  turnedOff: string | null;
  sending: Sending;
  isBehind: boolean;
  ways: readonly AttachWay[];
  onSend: () => void;
  onDiscard: () => void;
}

interface WayWords {
  readonly title: string;
  readonly send: string;
  readonly sending: string;
  readonly icon: ReactNode;
  readonly off: string;
}

const ICON = { size: 18, stroke: 1.75 };
const WAYS: Readonly<Record<LinkWay, WayWords>> = {
  link: {
    ...{ title: "New shareable link", send: "Create link", sending: "Creating…", off: "Links are turned off" },
    icon: <IconLink {...ICON} />,
  },
  email: {
    ...{ title: "Send by email", send: "Send", sending: "Sending…", off: "Email cannot be sent" },
    icon: <IconMail {...ICON} />,
  },
};

function busyWords(state: Sending["state"], way: LinkWay): string | null {
  if (state === "sealing") return "Locking…";
  return state === "waiting" || state === "posting" ? WAYS[way].sending : null;
}

function SendButton({ draft, sending, turnedOff, onSend }: LinkComposeViewProps) {
  const { send, icon } = WAYS[draft.way];
  const busy = busyWords(sending.state, draft.way);
  return (
    <Button
      leftSection={icon}
      rightSection={<Kbd>Ctrl ↵</Kbd>}
      className={classes.send ?? ""}
      disabled={busy !== null || turnedOff !== null}
      onClick={onSend}
    >
      {busy ?? send}
    </Button>
  );
}

function ToRow({ id, draft, errors, onChange }: LinkComposeViewProps & { id: string }) {
  return (
    <WritingRow label="To" htmlFor={`${id}-to`}>
      <TagsInput
        id={`${id}-to`}
        value={[...draft.to]}
        onChange={(to) => onChange({ to: addressesIn(to) })}
        splitChars={[",", ";", " "]}
        maxTags={MOST_ADDRESSES}
        placeholder={draft.to.length === 0 ? "Email addresses" : "Add more"}
        error={errors.to}
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </WritingRow>
  );
}

function Fields(props: LinkComposeViewProps) {
  const { draft, onChange, errors, turnedOff } = props;
  const id = useId();
  const isMail = draft.way === "email";
  return (
    <>
      {turnedOff !== null && <Strip tone="warn">{turnedOff}</Strip>}
      {isMail && <ToRow {...props} id={id} />}
      <WritingRow label="Subject" htmlFor={`${id}-subject`}>
        <TextInput
          id={`${id}-subject`}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          maxLength={1000}
          autoComplete="off"
          data-autofocus={isMail ? undefined : true}
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
  const { draft, sending, files, ways, isBehind, turnedOff, onSend, onDiscard } = props;
  const { title, off } = WAYS[draft.way];
  return (
    <WritingFrame
      title={title}
      held={turnedOff === null ? null : off}
      send={<SendButton {...props} />}
      {...{ sending, files, ways, isBehind, onSend, onDiscard }}
    >
      <Fields {...props} />
    </WritingFrame>
  );
}
