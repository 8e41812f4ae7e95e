/** The compose window. It draws what its state module gives it; it holds no keys and sends nothing itself. */
import { Button, CloseButton, Modal, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useId } from "react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { PeoplePicker } from "../../ui/PeoplePicker/PeoplePicker.tsx";
import type { Found } from "../../ui/PeoplePicker/found.ts";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { Audience, Draft, FieldErrors, Hold, Sending } from "./composeModel.ts";
import { holdKey } from "./composeModel.ts";
import { Rows } from "../../ui/Rows/Rows.tsx";
import { AttachButton } from "./Attached.tsx";
import type { AttachWay } from "./Attached.tsx";
import { ItemRows } from "../../credentials/ItemRows.tsx";
import { ExpiryField } from "./ExpiryField.tsx";
import { FileRows } from "../../files/FileRows.tsx";
import { JointProgress } from "../../files/JointProgress.tsx";
import type { FileRow } from "../../files/filesModel.ts";
import { waitingWords } from "../../files/filesModel.ts";
import { HoldPanel, holdSentence } from "./Holds.tsx";
import type { HoldActions } from "./Holds.tsx";
import { MessageField } from "./MessageField.tsx";
import { ReadersLine } from "./ReadersLine.tsx";
import classes from "./ComposeView.module.css";

export interface ComposeViewProps {
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
  files: readonly FileRow[];
  onRemoveFile: (id: number) => void;
  onRetryFile: (id: number) => void;
  onEditItem: (index: number) => void;
  onRemoveItem: (index: number) => void;
  /** Another dialog stands in front: keys are for that one. */
  isBehind: boolean;
  /** What can be added. */
  ways: readonly AttachWay[];
  onSend: () => void;
  onDiscard: () => void;
}

function Row({ label, htmlFor, children }: { label: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      {htmlFor === undefined ? (
        <span className={classes.label} aria-hidden="true">
          {label}
        </span>
      ) : (
        <label className={classes.label} htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div className={classes.field}>{children}</div>
    </div>
  );
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

function Header({ title, onClose, send }: { title: string; onClose: () => void; send: ReactNode }) {
  return (
    <div className={classes.header}>
      <Modal.Title component="h1" className={classes.title ?? ""}>
        {title}
      </Modal.Title>
      {send}
      <CloseButton aria-label="Close" onClick={onClose} />
    </div>
  );
}

function Fields(props: ComposeViewProps) {
  const { draft, onChange, audience, errors } = props;
  const id = useId();
  const summary = audience === null ? "" : `${audience.count} readers, ${audience.leftOutCount} left out.`;
  return (
    <div className={classes.fields}>
      <Row label="To">
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
      </Row>
      <Row label="Subject" htmlFor={`${id}-subject`}>
        <TextInput
          id={`${id}-subject`}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          maxLength={1000}
          autoComplete="off"
          data-autofocus={draft.to.length > 0 && draft.subject === "" ? true : undefined}
        />
      </Row>
      <Row label="Message">
        <MessageField
          id={`${id}-body`}
          value={draft.body}
          onChange={(body) => onChange({ body })}
          error={errors.message}
          firstFocus={draft.to.length > 0 && draft.subject !== ""}
        />
      </Row>
      {props.files.length + draft.items.length > 0 && (
        <Row label="Attached">
          <JointProgress rows={props.files} />
          <Rows label="Attached">
            <ItemRows items={draft.items} onEdit={props.onEditItem} onRemove={props.onRemoveItem} />
            <FileRows rows={props.files} onRemove={props.onRemoveFile} onTryAgain={props.onRetryFile} />
          </Rows>
        </Row>
      )}
      <Row label="Options">
        <ExpiryField draft={draft} onChange={onChange} error={errors.expiry} maxDays={props.maxDays} now={props.now} />
      </Row>
    </div>
  );
}

function Footer({
  ways,
  sending,
  files,
  held,
  send,
  onDiscard,
}: ComposeViewProps & { held: string | null; send: ReactNode }) {
  return (
    <div className={classes.footer}>
      <AttachButton ways={ways} />
      {sending.state === "waiting" && (
        <span className={classes.waiting} role="status">
          {waitingWords(files)}
        </span>
      )}
      {held !== null && (
        <span className={classes.held} role="status">
          {held}
        </span>
      )}
      <span className={classes.space} />
      <Button variant="subtle" color="gray" onClick={onDiscard}>
        Discard
      </Button>
      {send}
    </div>
  );
}

export function ComposeView(props: ComposeViewProps) {
  const { holds, sending, onSend, onDiscard } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const held = holdSentence(holds);
  const title = props.draft.subject.startsWith("Re: ") ? "Reply" : "New message";
  usePageTitle(title);
  useShortcuts({ "Mod+Enter": held === null && !props.isBehind ? onSend : undefined }, { everywhere: true });
  const send = <SendButton sending={sending} held={held !== null} onSend={onSend} />;
  return (
    <Modal.Root
      opened
      onClose={onDiscard}
      size={760}
      yOffset={24}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeOnEscape={!props.isBehind}
      trapFocus={!props.isBehind}
      classNames={{ content: classes.content ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Header title={title} onClose={onDiscard} send={phone ? send : null} />
        <Modal.Body p={0} className={classes.body ?? ""}>
          {sending.state === "failed" && (
            <div className={classes.problem}>
              <Strip
                tone="danger"
                role="alert"
                actions={
                  sending.again && (
                    <Button size="compact-sm" variant="subtle" color="wax" onClick={onSend}>
                      Try again
                    </Button>
                  )
                }
              >
                {sending.problem}
              </Strip>
            </div>
          )}
          <Fields {...props} />
        </Modal.Body>
        <Footer {...props} held={held} send={phone ? null : send} />
      </Modal.Content>
    </Modal.Root>
  );
}
