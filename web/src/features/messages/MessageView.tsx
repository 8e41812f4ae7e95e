/** One opened message: its subject, who can read it, who signed it, when it ends, its text. */
import { Button } from "@mantine/core";
import { IconCircleCheckFilled, IconClock, IconFlagFilled, IconLock } from "@tabler/icons-react";
import { Suspense, useId, useState } from "react";
import type { ReactNode } from "react";
import { itemTime } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { later } from "../../ui/later/later.ts";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { Chip, Strip } from "../../ui/Strip/Strip.tsx";
import { ExpiryStrip } from "../../ui/Strip/ExpiryStrip.tsx";
import type { OpenMessage } from "../../mailbox/model.ts";
import { addressees, fullName, shortName, subjectOrNone, whoCanRead } from "../../mailbox/words.ts";
import { HandedLine } from "./HandedLine.tsx";
import classes from "./MessageView.module.css";

const Enclosures = later(() => import("./Enclosures.tsx"));
const MarkdownText = later(() => import("./MarkdownText.tsx"));
const Readers = later(() => import("./Readers.tsx"));

interface MessageViewProps {
  message: OpenMessage;
  now: Date;
  /** Opens the key check of the sender. */
  onCheckKey: () => void;
  /** In Sent: how the message was received. */
  children?: ReactNode;
}

function Chips({ message }: { message: OpenMessage }) {
  return (
    <div className={classes.chips}>
      {message.high && (
        <Chip tone="danger" icon={<IconFlagFilled size={13} />}>
          High priority
        </Chip>
      )}
      <ReadersChip message={message} />
    </div>
  );
}

/** Who can read it, in short; pressed it says more. What it opens is fetched with the message and opens beside it. */
function ReadersChip({ message }: { message: OpenMessage }) {
  const id = useId();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        ref={setButton}
        id={id}
        type="button"
        className={classes.chipButton}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-controls={opened ? `${id}-dropdown` : undefined}
        onClick={() => setOpened(!opened)}
      >
        <Chip icon={<IconLock size={13} stroke={2} />}>{whoCanRead(message)}</Chip>
      </button>
      {button !== null && (
        <Suspense>
          <Readers {...{ id, button, message, opened }} onChange={setOpened} />
        </Suspense>
      )}
    </>
  );
}

function Sender({ message, now }: Pick<MessageViewProps, "message" | "now">) {
  const { from } = message;
  return (
    <div className={classes.sender}>
      <Avatar name={fullName(from)} tint={from.addr} size={40} />
      <div className={classes.senderText}>
        <p>
          <strong>{fullName(from)}</strong>{" "}
          <span className={classes.addr} data-same={from.sameName || undefined}>
            {from.addr}
          </span>{" "}
          {message.key === "checked" && (
            <span className={classes.checked}>
              <IconCircleCheckFilled size={16} /> Checked by you
            </span>
          )}
        </p>
        <p className={classes.to}>{addressees(message)}</p>
        {message.receipts && message.key !== "own" && (
          <p className={classes.to}>{shortName(from)} sees when you open this.</p>
        )}
      </div>
      <time className={classes.time} dateTime={message.sentAt.toISOString()} title={message.sentAt.toISOString()}>
        {itemTime(message.sentAt, now)}
      </time>
    </div>
  );
}

function Results({ message, onCheckKey }: Pick<MessageViewProps, "message" | "onCheckKey">) {
  const name = shortName(message.from);
  return (
    <>
      {message.key === "first-contact" && (
        <Strip
          actions={
            <Button onClick={onCheckKey} size="compact-sm" variant="subtle">
              Check the key
            </Button>
          }
        >
          First message from this person. Look at the address.
        </Strip>
      )}
      {message.key === "retired" && (
        <Strip tone="warn">
          This was signed with a key that {name} no longer uses. Ask {name} whether this is a real message.
        </Strip>
      )}
      {message.toOldKey && <Strip>This was written to your old key.</Strip>}
      {message.oddlyTimed && (
        <Strip icon={<IconClock size={18} stroke={1.75} />}>The sender’s clock and the time of arrival differ.</Strip>
      )}
    </>
  );
}

export function MessageView({ message, now, onCheckKey, children }: MessageViewProps) {
  return (
    <article className={classes.message}>
      <PageHeading title={subjectTitle(message)}>{subjectOrNone(message.subject)}</PageHeading>
      <Chips message={message} />
      <Sender message={message} now={now} />
      <div className={classes.strips}>
        <Results message={message} onCheckKey={onCheckKey} />
        {message.handsRequest && <HandedLine mid={message.mid} />}
        {message.expiresAt !== null && <ExpiryStrip expiresAt={message.expiresAt} sentAt={message.sentAt} />}
      </div>
      {children}
      <div className={classes.text} data-testid="message-text">
        {message.markdown ? (
          <Suspense fallback={<p className={classes.plain}>{message.body}</p>}>
            <MarkdownText text={message.body} />
          </Suspense>
        ) : (
          <p className={classes.plain}>{message.body}</p>
        )}
      </div>
      {message.items.length + message.files.length > 0 && (
        <Suspense>
          <Enclosures message={message} />
        </Suspense>
      )}
    </article>
  );
}

/** A tab's title may be read by others (task bar, history): it never holds a subject. */
function subjectTitle(message: OpenMessage): string {
  return message.from.addr === message.me ? "Sent message" : "Message";
}
