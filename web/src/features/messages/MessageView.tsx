/** One opened message: its subject, who can read it, who signed it, when it ends, its text. */
import { Button, Popover } from "@mantine/core";
import { IconCircleCheckFilled, IconClock, IconFlagFilled, IconLock } from "@tabler/icons-react";
import { Suspense, lazy } from "react";
import type { ReactNode } from "react";
import { itemTime } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { Chip, Strip } from "../../ui/Strip/Strip.tsx";
import { ExpiryStrip } from "../../ui/Strip/ExpiryStrip.tsx";
import type { OpenMessage, Someone } from "../../mailbox/model.ts";
import { addressees, fullName, shortName, subjectOrNone, whoCanRead } from "../../mailbox/words.ts";
import classes from "./MessageView.module.css";

const Enclosures = lazy(() => import("./Enclosures.tsx"));
const MarkdownText = lazy(() => import("./MarkdownText.tsx"));

interface MessageViewProps {
  message: OpenMessage;
  now: Date;
  /** Opens the key check of the sender. */
  onCheckKey: () => void;
  /** In Sent: how the message was received. */
  children?: ReactNode;
}

function Readers({ message }: { message: OpenMessage }) {
  const everyone: Someone[] = [message.from, ...message.to.filter((person) => person.addr !== message.from.addr)];
  const sender = message.from.addr === message.me ? "your device" : `${shortName(message.from)}’s device`;
  const signed =
    message.key === "own"
      ? "Signed by you."
      : message.key === "checked"
        ? `Signed by ${shortName(message.from)}, checked.`
        : null;
  return (
    <div className={classes.readers}>
      <p>Locked on {sender}, opened on yours. The server keeps it but cannot read it.</p>
      <ul>
        {everyone.map((person) => (
          <li key={person.addr}>
            <span>{fullName(person)}</span>
            <span className={classes.addr} data-same={person.sameName || undefined}>
              {person.addr}
            </span>
          </li>
        ))}
      </ul>
      {message.omitted.length > 0 && <p>Not sent to: {message.omitted.map(fullName).join(", ")}</p>}
      {signed !== null && <p>{signed}</p>}
      <details>
        <summary>Show technical details</summary>
        <dl>
          {message.details.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function Chips({ message }: { message: OpenMessage }) {
  return (
    <div className={classes.chips}>
      {message.high && (
        <Chip tone="danger" icon={<IconFlagFilled size={13} />}>
          High priority
        </Chip>
      )}
      <Popover width={340} position="bottom-start" shadow="md" withRoles trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={classes.chipButton}>
            <Chip icon={<IconLock size={13} stroke={2} />}>{whoCanRead(message)}</Chip>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Readers message={message} />
        </Popover.Dropdown>
      </Popover>
    </div>
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
