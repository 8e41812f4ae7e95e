/** Inbox or Sent as a list: heading, filters, marking several, and every state it can be in. */
import { Button, CloseButton } from "@mantine/core";
import {
  IconCheckbox,
  IconCloudX,
  IconMail,
  IconMailOpened,
  IconPencil,
  IconRefresh,
  IconSend,
  IconTrash,
  IconWifiOff,
} from "@tabler/icons-react";
import { useMemo } from "react";
import type { ReactNode } from "react";
import { BesideNew, NavButton } from "../../ui/AppFrame/AppFrame.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { MessageList } from "../../ui/MessageList/MessageList.tsx";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import type { Row } from "../../mailbox/model.ts";
import { rowContent } from "./rows.tsx";
import classes from "./FolderView.module.css";

export interface FolderViewProps {
  folder: "inbox" | "sent";
  state: "loading" | "ready" | "failed";
  /** This server's address, for the sentence of a failed load. */
  host: string;
  rows: Row[];
  now: Date;
  unread: number;
  onlyUnread: boolean;
  onOnlyUnread: (only: boolean) => void;
  currentMid: string | null;
  marked: ReadonlySet<string>;
  onMark: (mid: string) => void;
  onMarkAll: () => void;
  onClearMarks: () => void;
  onRead: (mids: string[], read: boolean) => void;
  onDelete: (mids: string[]) => void;
  refreshing: boolean;
  onRefresh: () => void;
  onMore: () => void;
  loadingMore: boolean;
  /** When the connection was lost: the time of the last update, as it is written. */
  offlineSince: string | null;
  /** What an empty inbox offers, where nothing stands beside the list. */
  beginning?: ReactNode;
}

const ICON = { size: 19, stroke: 1.75 };

function Header(props: FolderViewProps) {
  const navigate = useNavigateTo();
  const title = props.folder === "inbox" ? "Inbox" : "Sent";
  return (
    <header className={classes.header}>
      <NavButton />
      <PageHeading title={title} size="h3" takesFocus={props.currentMid === null}>
        {title}
      </PageHeading>
      <span className={classes.space} />
      {props.rows.length > 0 && (
        <IconButton label="Select all" icon={<IconCheckbox {...ICON} />} onClick={props.onMarkAll} />
      )}
      <IconButton label="Refresh" icon={<IconRefresh {...ICON} />} onClick={props.onRefresh} busy={props.refreshing} />
      <Button.Group className={classes.tabletNew ?? ""}>
        <Button leftSection={<IconPencil size={17} stroke={1.75} />} onClick={() => navigate("/messages/new")}>
          New
        </Button>
        <BesideNew />
      </Button.Group>
    </header>
  );
}

function SelectionBar(props: FolderViewProps) {
  const mids = [...props.marked];
  const isInbox = props.folder === "inbox";
  return (
    <header className={classes.header}>
      <h1 className="sp-hidden">{isInbox ? "Inbox" : "Sent"}</h1>

      <strong className={classes.count} role="status">
        {mids.length} selected
      </strong>
      <span className={classes.space} />
      <IconButton label="Delete" icon={<IconTrash {...ICON} />} onClick={() => props.onDelete(mids)} />
      {isInbox && (
        <>
          <IconButton label="Mark read" icon={<IconMailOpened {...ICON} />} onClick={() => props.onRead(mids, true)} />
          <IconButton label="Mark unread" icon={<IconMail {...ICON} />} onClick={() => props.onRead(mids, false)} />
        </>
      )}
      <CloseButton aria-label="Clear selection" onClick={props.onClearMarks} />
    </header>
  );
}

function Filters({ unread, onlyUnread, onOnlyUnread }: FolderViewProps) {
  return (
    <div className={classes.filters} role="group" aria-label="Filter">
      <button type="button" className={classes.filter} aria-pressed={!onlyUnread} onClick={() => onOnlyUnread(false)}>
        All
      </button>
      <button type="button" className={classes.filter} aria-pressed={onlyUnread} onClick={() => onOnlyUnread(true)}>
        Unread{unread > 0 && ` ${unread}`}
      </button>
    </div>
  );
}

function Empty({ folder, onlyUnread, onOnlyUnread, beginning }: FolderViewProps) {
  if (folder === "sent") {
    return <State icon={<IconSend size={34} stroke={1.25} />} title="You have not sent anything yet." />;
  }
  if (onlyUnread) {
    const all = (
      <Button variant="default" onClick={() => onOnlyUnread(false)}>
        Show all
      </Button>
    );
    return <State icon={<IconMailOpened size={34} stroke={1.25} />} title="All read" actions={all} />;
  }
  return (
    <div className={classes.empty}>
      <State
        icon={<IconMailOpened size={34} stroke={1.25} />}
        title="No messages yet"
        text="When someone writes to you, a blue dot appears on Messages."
      />
      {beginning !== undefined && <div className={classes.beginning}>{beginning}</div>}
    </div>
  );
}

function Failed({ host, onRefresh, folder }: FolderViewProps) {
  return (
    <State
      alert
      tone="danger"
      icon={<IconCloudX size={26} stroke={1.75} />}
      title={folder === "inbox" ? "The inbox did not load" : "The list did not load"}
      text={`The server at ${host} did not answer.`}
      actions={
        <Button leftSection={<IconRefresh size={17} stroke={1.75} />} onClick={onRefresh}>
          Try again
        </Button>
      }
    />
  );
}

function Rows(props: FolderViewProps) {
  const { rows, folder, now, onRead, onDelete } = props;
  const drawn = useMemo(() => rows.map((row) => rowContent(row, folder, now)), [rows, folder, now]);
  const actionsFor = (mid: string) => {
    const unread = rows.find((row) => row.mid === mid)?.unread === true;
    const label = unread ? "Mark read" : "Mark unread";
    const icon = unread ? <IconMailOpened size={17} stroke={1.75} /> : <IconMail size={17} stroke={1.75} />;
    return (
      <>
        {folder === "inbox" && (
          <IconButton label={label} tabIndex={-1} icon={icon} onClick={() => onRead([mid], unread)} />
        )}
        <IconButton
          label="Delete"
          tabIndex={-1}
          icon={<IconTrash size={17} stroke={1.75} />}
          onClick={() => onDelete([mid])}
        />
      </>
    );
  };
  return (
    <MessageList
      label={folder === "inbox" ? "Inbox" : "Sent"}
      rows={drawn}
      currentId={props.currentMid}
      marked={props.marked}
      onMark={props.onMark}
      actionsFor={actionsFor}
      onEnd={props.onMore}
      footer={props.loadingMore && <SkeletonRows count={2} label="Loading more" />}
    />
  );
}

export function FolderView(props: FolderViewProps) {
  const { folder, state, rows, onlyUnread } = props;
  return (
    <>
      {props.marked.size > 0 ? <SelectionBar {...props} /> : <Header {...props} />}
      {folder === "inbox" && (rows.length > 0 || onlyUnread) && <Filters {...props} />}
      {props.offlineSince !== null && (
        <Strip tone="warn" role="status" icon={<IconWifiOff size={18} stroke={1.75} />}>
          <strong>You are offline.</strong> Last update {props.offlineSince}.
        </Strip>
      )}
      <div className={classes.content} id="messages" tabIndex={-1}>
        {state === "loading" && <SkeletonRows label="Unlocking messages" />}
        {state === "failed" && <Failed {...props} />}
        {state === "ready" && (rows.length === 0 ? <Empty {...props} /> : <Rows {...props} />)}
      </div>
    </>
  );
}
