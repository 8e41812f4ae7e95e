/** The compose window. It draws what its state module gives it; it holds no keys and sends nothing itself. */
import { Button, TextInput } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useId } from "react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { PeoplePicker } from "../../ui/PeoplePicker/PeoplePicker.tsx";
import type { Found } from "../../ui/PeoplePicker/found.ts";
import type { AttachWay } from "../../writing/Attached.tsx";
import { AttachedRow, WritingFrame, WritingRow } from "../../writing/WritingFrame.tsx";
import type { Enclosed } from "../../writing/WritingFrame.tsx";
import type { Draft, FieldErrors } from "./composeModel.ts";
import type { Sending } from "../../writing/sending.ts";
import { ExpiryField } from "./ExpiryField.tsx";
import { MessageField } from "../../writing/MessageField.tsx";
import { HoldPanel, holdSentence } from "../../writing/readers/Holds.tsx";
import type { HoldActions } from "../../writing/readers/Holds.tsx";
import { holdKey } from "../../writing/readers/model.ts";
import type { Audience, Hold } from "../../writing/readers/model.ts";
import { ReadersLine } from "../../writing/readers/ReadersLine.tsx";
import classes from "../../writing/writing.module.css";

export interface ComposeViewProps extends Enclosed {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  search: (typed: string) => Promise<Found>;
  audience: Audience | null;
  holds: Hold[];
  holdActions: HoldActions;
  errors: FieldErrors;
  sending: Sending;
  maxDays: number | null;
  now: Date;
  /** Another dialog stands in front: keys are for that one. */
  isBehind: boolean;
  /** What can be added. */
  ways: readonly AttachWay[];
  onSend: () => void;
  onDiscard: () => void;
}

function SendButton({ sending, held, onSend }: { sending: Sending; held: boolean; onSend: () => void }) {
  const busy = sending.state !== "idle" && sending.state !== "failed";
  const many = sending.state === "sealing" && sending.all > 50;
  return (
    <Button
      leftSection={<IconSend size={18} stroke={1.75} />}
      rightSection={<Kbd>Ctrl ↵</Kbd>}
      className={classes.send ?? ""}
      disabled={held || busy}
      onClick={onSend}
      data-testid="send"
    >
      {many ? `Locking for ${sending.done} of ${sending.all}` : busy ? "Sending…" : "Send"}
    </Button>
  );
}

function Fields(props: ComposeViewProps) {
  const { draft, onChange, audience, errors } = props;
  const id = useId();
  const summary = audience === null ? "" : `${audience.count} readers, ${audience.leftOutCount} left out.`;
  return (
    <>
      <WritingRow label="To">
        <PeoplePicker
          label="To"
          labelHidden
          value={draft.to}
          onChange={(to) => onChange({ to })}
          search={props.search}
          placeholder="Add people or groups"
          placeholderMore="Add more"
          error={errors.to}
          summary={summary}
          firstFocus={draft.to.length === 0}
          // "See who" is passed by; Shift+Tab comes to it. What holds the send up is never passed by.
          tabTo={draft.to.length > 0 && props.holds.length === 0 ? `${id}-subject` : undefined}
        />
        {audience !== null && draft.to.length > 0 && <ReadersLine audience={audience} />}
        {props.holds.map((hold) => (
          <HoldPanel key={holdKey(hold)} hold={hold} actions={props.holdActions} />
        ))}
      </WritingRow>
      <WritingRow label="Subject" htmlFor={`${id}-subject`}>
        <TextInput
          id={`${id}-subject`}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          maxLength={1000}
          autoComplete="off"
          data-autofocus={draft.to.length > 0 && draft.subject === "" ? true : undefined}
        />
      </WritingRow>
      <WritingRow label="Message">
        <MessageField
          id={`${id}-body`}
          value={draft.body}
          onChange={(body) => onChange({ body })}
          error={errors.message}
          firstFocus={draft.to.length > 0 && draft.subject !== ""}
        />
      </WritingRow>
      <AttachedRow items={draft.items} {...props} />
      <WritingRow label="Options">
        <ExpiryField draft={draft} onChange={onChange} error={errors.expiry} maxDays={props.maxDays} now={props.now} />
      </WritingRow>
    </>
  );
}

export function ComposeView(props: ComposeViewProps) {
  const { holds, sending, files, ways, isBehind, onSend, onDiscard } = props;
  const held = holdSentence(holds);
  return (
    <WritingFrame
      title={props.draft.subject.startsWith("Re: ") ? "Reply" : "New message"}
      send={<SendButton sending={sending} held={held !== null} onSend={onSend} />}
      {...{ sending, files, ways, held, isBehind, onSend, onDiscard }}
    >
      <Fields {...props} />
    </WritingFrame>
  );
}
