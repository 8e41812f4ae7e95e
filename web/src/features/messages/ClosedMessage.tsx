/** What a reader shows instead of a message: not opened and why, expired, gone. Nothing of its content. */
import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCloudX,
  IconHourglass,
  IconKeyOff,
  IconMailOff,
  IconRefreshAlert,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { itemTime, sentenceTime } from "../../lib/dates.ts";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { State } from "../../ui/States/States.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { Shown } from "../../mailbox/model.ts";
import { fullName, shortName } from "../../mailbox/words.ts";
import classes from "./MessageView.module.css";

type Closed = Exclude<Shown, { kind: "message" | "loading" }>;

interface ClosedMessageProps {
  shown: Closed;
  now: Date;
  onRetry: () => void;
  onDelete: () => void;
  onCheckKey: () => void;
}

const BIG = { size: 26, stroke: 1.75 };

function Remove({ onDelete }: { onDelete: () => void }) {
  return (
    <Button variant="subtle" color="gray" onClick={onDelete}>
      Remove
    </Button>
  );
}

function ChangedKey({
  shown,
  now,
  onCheckKey,
}: ClosedMessageProps & { shown: Extract<Closed, { kind: "changed-key" }> }) {
  const name = shortName(shown.from);
  return (
    <article className={classes.message}>
      <PageHeading title="Message">Message from {fullName(shown.from)}</PageHeading>
      <p className={classes.time}>
        {shown.from.addr} · {itemTime(shown.sentAt, now)}
      </p>
      <div className={classes.strips}>
        <Strip
          tone="danger"
          role="alert"
          icon={<IconRefreshAlert size={18} stroke={1.75} />}
          actions={
            !shown.stolen && (
              <Button size="compact-sm" color="wax" variant="outline" onClick={onCheckKey}>
                Check the key
              </Button>
            )
          }
        >
          {shown.stolen
            ? `This was signed with a key of ${name} that was reported stolen. It stays closed.`
            : `This comes from a key that is new since you last heard from ${name}. It may not be from ${name}.`}
        </Strip>
      </div>
    </article>
  );
}

function closedState(props: ClosedMessageProps): {
  icon: ReactNode;
  tone: "plain" | "warn" | "danger";
  title: string;
  text: string;
} {
  const { shown, now } = props;
  switch (shown.kind) {
    case "refused":
      return {
        icon: <IconAlertTriangle {...BIG} />,
        tone: "danger",
        title: shown.newer ? "This message needs a newer Waxpost" : "This message did not open",
        text: shown.newer
          ? "It was written with a newer version. Ask an administrator to update this server."
          : `This message was damaged on the way. Ask ${shown.from} to send it again.`,
      };
    case "lost-key":
      return {
        icon: <IconKeyOff {...BIG} />,
        tone: "warn",
        title: "You no longer have the key",
        text: `This message was locked with a key you no longer have. Nobody can open it here. Ask ${shown.from} to send it again.`,
      };
    case "retry":
      return {
        icon: <IconHourglass {...BIG} />,
        tone: "plain",
        title: "Not checked yet",
        text: shown.long
          ? "Still not checked. Tell an administrator."
          : "This message cannot be checked yet. It is tried again by itself.",
      };
    case "expired":
      return {
        icon: <IconHourglass {...BIG} />,
        tone: "plain",
        title: "This message has expired",
        text: `${shown.from} set it to delete itself on ${sentenceTime(shown.at, now)}. Nobody can bring it back.`,
      };
    case "gone":
      return {
        icon: <IconMailOff {...BIG} />,
        tone: "plain",
        title: "This message does not exist",
        text: "It may have been deleted.",
      };
    default:
      return {
        icon: <IconCloudX {...BIG} />,
        tone: "danger",
        title: "This message did not load.",
        text: "The server did not answer.",
      };
  }
}

export default function ClosedMessage(props: ClosedMessageProps) {
  const { shown, onRetry, onDelete } = props;
  if (shown.kind === "changed-key") return <ChangedKey {...props} shown={shown} />;
  const removable = shown.kind === "refused" || shown.kind === "lost-key";
  const actions =
    shown.kind === "failed" ? (
      <Button onClick={onRetry}>Try again</Button>
    ) : (
      removable && <Remove onDelete={onDelete} />
    );
  return (
    <>
      <h1 className="sp-hidden" tabIndex={-1}>
        Message
      </h1>
      <State {...closedState(props)} actions={actions || undefined} alert={shown.kind === "failed"} />
    </>
  );
}

/** Beside a list with nothing open. */
