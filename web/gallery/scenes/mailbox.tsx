/** The inbox, Sent, the reader and the compose window. */
import type { ReactNode } from "react";
import { FirstSteps } from "../../src/features/messages/FirstSteps.tsx";
import { FolderView } from "../../src/features/messages/FolderView.tsx";
import type { FolderViewProps } from "../../src/features/messages/FolderView.tsx";
import { NothingOpen, ReaderView } from "../../src/features/messages/ReaderView.tsx";
import type { Shown } from "../../src/mailbox/model.ts";
import { SentStatus } from "../../src/features/messages/SentStatus.tsx";
import { Panes } from "../../src/ui/Panes/Panes.tsx";
import { COMPOSE, Compose } from "../compose.tsx";
import { INBOX, MESSAGE, READERS, SENT, SENT_MESSAGE } from "../messages.ts";
import { ELIN, JONAS, NOW, before } from "../people.ts";
import { Frame, nothing } from "./Frame.tsx";

const folder = (more: Partial<FolderViewProps>): FolderViewProps => ({
  folder: "inbox",
  state: "ready",
  host: "seal.halden.example",
  rows: INBOX,
  now: NOW,
  unread: 4,
  onlyUnread: false,
  onOnlyUnread: nothing,
  currentMid: null,
  marked: new Set(),
  onMark: nothing,
  onMarkAll: nothing,
  onClearMarks: nothing,
  onRead: nothing,
  onDelete: nothing,
  refreshing: false,
  onRefresh: nothing,
  onMore: nothing,
  loadingMore: false,
  offlineSince: null,
  ...more,
});

function Mailbox({ list = {}, shown, reader }: { list?: Partial<FolderViewProps>; shown?: Shown; reader?: ReactNode }) {
  const sent = list.folder === "sent";
  const own = shown?.kind === "message" && shown.message.key === "own" ? shown.message : null;
  return (
    <Frame path={`/messages/${sent ? "sent" : "inbox"}${shown === undefined ? "" : "/m1"}`}>
      <Panes
        open={shown !== undefined}
        list={<FolderView {...folder(list)} />}
        reader={
          shown === undefined ? (
            (reader ?? <NothingOpen />)
          ) : (
            <ReaderView
              folder={sent ? "sent" : "inbox"}
              shown={shown}
              now={NOW}
              onBack={nothing}
              onDelete={nothing}
              onUnread={sent ? null : nothing}
              onNext={nothing}
              onPrevious={nothing}
              onReply={shown.kind === "message" && !sent ? nothing : null}
              onCheckKey={nothing}
              onRetry={nothing}
              readers={own !== null && <SentStatus message={own} readers={READERS} now={NOW} />}
            />
          )
        }
      />
    </Frame>
  );
}
const closed = (shown: Shown) => <Mailbox list={{ currentMid: "m1" }} shown={shown} />;

export const MAILBOX: Record<string, () => ReactNode> = {
  inbox: () => <Mailbox list={{ currentMid: "m1" }} shown={{ kind: "message", message: MESSAGE }} />,
  "inbox-list": () => <Mailbox />,
  "inbox-empty": () => <Mailbox list={{ rows: [], unread: 0 }} reader={<FirstSteps name="Elin" />} />,
  "inbox-loading": () => <Mailbox list={{ rows: [], state: "loading" }} />,
  "inbox-failed": () => <Mailbox list={{ rows: [], state: "failed" }} />,
  "inbox-offline": () => <Mailbox list={{ offlineSince: "14:05" }} />,
  "inbox-selected": () => <Mailbox list={{ marked: new Set(["m2", "m3", "m5"]) }} />,
  "inbox-soon": () => (
    <Mailbox
      list={{ currentMid: "m5" }}
      shown={{
        kind: "message",
        message: {
          ...MESSAGE,
          key: "first-contact",
          expiresAt: new Date(Date.now() + 5 * 3_600_000),
          groups: [],
          to: [{ ...ELIN, via: null }],
        },
      }}
    />
  ),
  sent: () => (
    <Mailbox
      list={{ folder: "sent", rows: SENT, currentMid: "s1" }}
      shown={{ kind: "message", message: SENT_MESSAGE }}
    />
  ),
  "reader-changed-key": () => closed({ kind: "changed-key", from: JONAS, sentAt: before(0, 13, 42), stolen: false }),
  "reader-refused": () => closed({ kind: "refused", from: "Maya", newer: false }),
  "reader-lost-key": () => closed({ kind: "lost-key", from: "Maya" }),
  "reader-expired": () => closed({ kind: "expired", from: "Sara Haddad", at: before(1, 18, 0) }),
  "reader-retry": () => closed({ kind: "retry", long: false }),
  "reader-loading": () => closed({ kind: "loading" }),
};

export const WRITING: Record<string, () => ReactNode> = Object.fromEntries(
  Object.entries(COMPOSE).map(([name, sample]) => [
    name,
    () => (
      <>
        <Mailbox />
        <Compose sample={sample} />
      </>
    ),
  ]),
);
