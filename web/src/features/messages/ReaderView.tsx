/** The pane beside the list: the open message, what stands in for one that did not open, or nothing yet. */
import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowBackUpDouble,
  IconArrowLeft,
  IconChevronDown,
  IconChevronUp,
  IconMail,
  IconMailOpened,
  IconTrash,
} from "@tabler/icons-react";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { later } from "../../ui/later/later.ts";
import { SkeletonItem, State } from "../../ui/States/States.tsx";
import { loadClosed } from "./closedLater.ts";
import { MessageView } from "./MessageView.tsx";
import type { Shown } from "../../mailbox/model.ts";
import classes from "./ReaderView.module.css";

export interface ReaderViewProps {
  folder: "inbox" | "sent";
  shown: Shown;
  now: Date;
  onBack: () => void;
  onDelete: () => void;
  /** Inbox only. */
  onUnread: (() => void) | null;
  /** Next and previous in the list; null at its ends. */
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
  /** null where answering is not possible: my own message, a closed one. */
  onReply: ((all: boolean) => void) | null;
  onCheckKey: () => void;
  onRetry: () => void;
  /** In Sent: who has read it. */
  readers?: ReactNode;
}

const ClosedMessage = later(loadClosed);

const ICON = { size: 19, stroke: 1.75 };

type ToolbarProps = Pick<ReaderViewProps, "onBack" | "onDelete" | "onUnread" | "onNext" | "onPrevious">;

function Toolbar(props: ToolbarProps) {
  const { onUnread, onNext, onPrevious } = props;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Message">
      <span className={classes.back}>
        <IconButton label="Back" icon={<IconArrowLeft {...ICON} />} onClick={props.onBack} />
      </span>
      <IconButton label="Delete" shortcut="#" icon={<IconTrash {...ICON} />} onClick={props.onDelete} />
      {onUnread !== null && (
        <IconButton label="Mark unread" shortcut="u" icon={<IconMail {...ICON} />} onClick={onUnread} />
      )}
      <span className={classes.space} />
      {onPrevious !== null && (
        <IconButton label="Previous message" shortcut="k" icon={<IconChevronUp {...ICON} />} onClick={onPrevious} />
      )}
      {onNext !== null && (
        <IconButton label="Next message" shortcut="j" icon={<IconChevronDown {...ICON} />} onClick={onNext} />
      )}
    </div>
  );
}

function ReplyBar({ onReply, several }: { onReply: (all: boolean) => void; several: boolean }) {
  return (
    <div className={classes.reply}>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={18} stroke={1.75} />}
        rightSection={<Kbd>r</Kbd>}
        onClick={() => onReply(false)}
      >
        Reply
      </Button>
      {several && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUpDouble size={18} stroke={1.75} />}
          onClick={() => onReply(true)}
        >
          Reply all
        </Button>
      )}
    </div>
  );
}

function OpeningMessage() {
  return (
    <>
      <h1 className="sp-hidden" tabIndex={-1}>
        Message
      </h1>
      <SkeletonItem label="Opening the message" />
    </>
  );
}

export function ReaderView(props: ReaderViewProps) {
  const { shown, now, onReply, readers } = props;
  return (
    <>
      <Toolbar {...props} />
      <div className={classes.content} id="message" tabIndex={-1}>
        {shown.kind === "message" ? (
          <MessageView message={shown.message} now={now} onCheckKey={props.onCheckKey}>
            {readers}
          </MessageView>
        ) : (
          <Suspense fallback={<OpeningMessage />}>
            {shown.kind === "loading" ? <OpeningMessage /> : <ClosedMessage {...props} shown={shown} />}
          </Suspense>
        )}
      </div>
      {shown.kind === "message" && onReply !== null && (
        <ReplyBar onReply={onReply} several={shown.message.to.length > 1} />
      )}
    </>
  );
}

/** What opens in another way than a message, between the same tools. */
export function OtherView({ children, ...tools }: ToolbarProps & { children: ReactNode }) {
  return (
    <>
      <Toolbar {...tools} />
      <div className={classes.content} id="message" tabIndex={-1}>
        <Suspense fallback={<OpeningMessage />}>{children}</Suspense>
      </div>
    </>
  );
}

export function NothingOpen() {
  return <State icon={<IconMailOpened size={34} stroke={1.25} />} title="Pick a message to read it." />;
}
