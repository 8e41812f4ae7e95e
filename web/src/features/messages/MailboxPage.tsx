/** Inbox or Sent: the list, and beside it what is open. */
import { Suspense, useEffect } from "react";
import type { ComponentType } from "react";
import { later } from "../../ui/later/later.ts";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { Panes } from "../../ui/Panes/Panes.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { loadClosed } from "./closedLater.ts";
import { FolderView } from "./FolderView.tsx";
import type { FolderViewProps } from "./FolderView.tsx";
import { NothingOpen, OtherView, ReaderView } from "./ReaderView.tsx";
import type { Shown } from "../../mailbox/model.ts";
import { answerMid } from "../../mailbox/answers.ts";
import { findPersonId } from "../../mailbox/finding.ts";
import { useFolder } from "./useFolder.ts";
import { useReader, useReaders } from "./useReader.ts";

const FirstStepsLater = later(async () => ({ default: (await import("./FirstSteps.tsx")).FirstSteps }));
const SentStatus = later(async () => ({ default: (await import("./SentStatus.tsx")).SentStatus }));

export interface MailboxPageProps {
  folder: "inbox" | "sent";
  mid: string | null;
  now: Date;
  isOnline: boolean;
  /** Of the person, for the greeting of an empty inbox. */
  firstName: string;
  /** What shows an answer from outside. */
  Answer: ComponentType<{ mid: string; now: Date }>;
}

function neighbours(list: FolderViewProps, mid: string | null): { next: string | null; previous: string | null } {
  const at = list.rows.findIndex((row) => row.mid === mid);
  const idAt = (index: number) => list.rows[index]?.mid ?? null;
  return { next: idAt(at + 1), previous: at > 0 ? idAt(at - 1) : null };
}

interface OpenProps extends MailboxPageProps {
  mid: string;
  list: FolderViewProps;
}

function canReply(shown: Shown): boolean {
  return shown.kind === "message" && shown.message.key !== "own";
}

/** The open message with its keys; it is made anew for every message, so nothing of the last one stays. */
function Open({ folder, mid, now, list }: OpenProps) {
  const navigate = useNavigateTo();
  const { shown, retry } = useReader(mid, folder, now);
  const readers = useReaders(mid, folder === "sent");
  const { next, previous } = neighbours(list, mid);
  const goTo = (other: string | null) => (other === null ? null : () => navigate(`/messages/${folder}/${other}`));
  const remove = () => {
    list.onDelete([mid]);
    navigate(next === null ? `/messages/${folder}` : `/messages/${folder}/${next}`);
  };
  const unread = () => {
    list.onRead([mid], false);
    navigate(`/messages/${folder}`);
  };
  const reply = (all: boolean) => navigate(`/messages/new?reply=${mid}${all ? "&all=1" : ""}`);
  const checkKey = async () => {
    const from = shown.kind === "message" ? shown.message.from : shown.kind === "changed-key" ? shown.from : null;
    const id = from === null ? null : await findPersonId(from.addr);
    if (id !== null) navigate(`/people/${id}/check`);
  };
  useShortcuts({
    "#": remove,
    Delete: remove,
    u: folder === "inbox" ? unread : undefined,
    r: canReply(shown) ? () => reply(false) : undefined,
    a: canReply(shown) ? () => reply(true) : undefined,
  });
  return (
    <ReaderView
      folder={folder}
      shown={shown}
      now={now}
      onBack={() => navigate(`/messages/${folder}`)}
      onDelete={remove}
      onUnread={folder === "inbox" ? unread : null}
      onNext={goTo(next)}
      onPrevious={goTo(previous)}
      onReply={canReply(shown) ? reply : null}
      onCheckKey={() => void checkKey()}
      onRetry={retry}
      readers={
        folder === "sent" && shown.kind === "message" && readers !== null ? (
          <Suspense>
            <SentStatus message={shown.message} readers={readers} now={now} />
          </Suspense>
        ) : undefined
      }
    />
  );
}

/** An answer from outside, which opens in its own way. */
function OpenOther({ folder, mid, now, list, Answer }: OpenProps) {
  const navigate = useNavigateTo();
  const { next, previous } = neighbours(list, mid);
  const goTo = (other: string | null) => (other === null ? null : () => navigate(`/messages/${folder}/${other}`));
  const remove = () => {
    list.onDelete([mid]);
    navigate(next === null ? `/messages/${folder}` : `/messages/${folder}/${next}`);
  };
  const unread = () => {
    list.onRead([mid], false);
    navigate(`/messages/${folder}`);
  };
  useShortcuts({ "#": remove, Delete: remove, u: unread });
  return (
    <OtherView
      onBack={() => navigate(`/messages/${folder}`)}
      onDelete={remove}
      onUnread={unread}
      onNext={goTo(next)}
      onPrevious={goTo(previous)}
    >
      <Answer mid={answerMid(mid) ?? ""} now={now} />
    </OtherView>
  );
}

export function MailboxPage(props: MailboxPageProps) {
  const { folder, mid, now, isOnline } = props;
  const navigate = useNavigateTo();
  useEffect(() => void loadClosed().catch(() => null), []);
  const list = useFolder({ folder, currentMid: mid, now, isOnline, onGone: () => navigate(`/messages/${folder}`) });
  const { next, previous } = neighbours(list, mid);
  const open = (other: string | null) => (other === null ? undefined : () => navigate(`/messages/${folder}/${other}`));
  useShortcuts({
    j: open(next),
    ArrowDown: open(next),
    k: open(previous),
    ArrowUp: open(previous),
    x: mid === null ? undefined : () => list.onMark(mid),
    Escape: mid === null ? undefined : () => navigate(`/messages/${folder}`),
  });
  const isNew = folder === "inbox" && list.state === "ready" && list.rows.length === 0 && !list.onlyUnread;
  return (
    <Panes
      open={mid !== null}
      list={<FolderView {...list} {...(isNew ? { beginning: <FirstSteps name={props.firstName} /> } : {})} />}
      reader={
        mid === null ? (
          isNew ? (
            <FirstSteps name={props.firstName} />
          ) : (
            <NothingOpen />
          )
        ) : folder === "inbox" && answerMid(mid) !== null ? (
          <OpenOther key={mid} {...props} mid={mid} list={list} />
        ) : (
          <Open key={mid} {...props} mid={mid} list={list} />
        )
      }
    />
  );
}

/** Only for who has nothing yet. */
function FirstSteps({ name }: { name: string }) {
  return (
    <Suspense>
      <FirstStepsLater name={name} />
    </Suspense>
  );
}
