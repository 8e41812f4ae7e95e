/** A delivery as a row of the list: what is said of it before and after it opened. */
import {
  IconBookmark,
  IconClock,
  IconEye,
  IconFile,
  IconFlagFilled,
  IconKey,
  IconLock,
  IconWorld,
} from "@tabler/icons-react";
import { rowTime, sectionOf, timeLeft } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { RowFact } from "../../ui/MessageList/MessageRow.tsx";
import type { RowContent } from "../../ui/MessageList/MessageRow.tsx";
import type { Row } from "../../mailbox/model.ts";
import { fullName, readLine, rowName, subjectOrNone } from "../../mailbox/words.ts";
import classes from "./rows.module.css";

const NOTHING = { passwords: 0, entries: 0, files: 0 };

type Drawn = Pick<RowContent, "title" | "subject" | "avatar" | "faint">;

function drawOpened(row: Row): Drawn {
  const { opened } = row;
  if (opened.kind === "locked") {
    // Before it opens, the row says what the server says and nothing more.
    const lock = (
      <span className={classes.lock} aria-hidden="true">
        <IconLock size={18} stroke={1.75} />
      </span>
    );
    return { title: opened.claimedSender, subject: "Locked message", faint: true, avatar: lock };
  }
  if (opened.kind === "closed") {
    const name = opened.who === null ? "Unknown sender" : fullName(opened.who);
    return { title: name, subject: opened.note, faint: true, avatar: <Avatar name={name} tint={name} size="row" /> };
  }
  const group = opened.group;
  const name = group?.name ?? fullName(opened.who);
  if (opened.outside === true) {
    const globe = (
      <span className={classes.lock} aria-hidden="true">
        <IconWorld size={18} stroke={1.75} />
      </span>
    );
    return { title: name, subject: opened.subject, avatar: globe };
  }
  return {
    title: name,
    subject: subjectOrNone(opened.subject),
    avatar: <Avatar name={name} tint={group?.gid ?? opened.who.addr} size="row" group={group !== undefined} />,
  };
}

function facts(row: Row, now: Date) {
  const left = row.expiresAt === null ? null : timeLeft(row.expiresAt, now);
  const { passwords, entries, files } = row.opened.kind === "opened" ? row.opened.enclosed : NOTHING;
  const isOutside = row.opened.kind === "opened" && row.opened.outside === true;
  if (left === null && row.read === undefined && passwords + entries + files === 0 && !isOutside) return undefined;
  return (
    <>
      {passwords > 0 && <RowFact icon={<IconKey size={14} />}>{passwords}</RowFact>}
      {files > 0 && <RowFact icon={<IconFile size={14} />}>{files}</RowFact>}
      {entries > 0 && <RowFact icon={<IconBookmark size={14} />}>{entries}</RowFact>}
      {row.read !== undefined && (
        <RowFact
          icon={row.read.done === 0 ? <IconClock size={14} /> : <IconEye size={14} />}
          tone={row.read.done === 0 ? "warn" : "ok"}
        >
          {readLine(row.read)}
        </RowFact>
      )}
      {isOutside && <RowFact icon={<IconWorld size={14} />}>From outside</RowFact>}
      {left !== null && (
        <RowFact icon={<IconClock size={14} />} {...(left.soon ? { tone: "warn" as const } : {})}>
          {left.short}
        </RowFact>
      )}
    </>
  );
}

/** The row as the list draws it. `href` keeps the folder. */
export function rowContent(row: Row, folder: string, now: Date): RowContent & { section: string } {
  const meta = facts(row, now);
  const high = row.opened.kind === "opened" && row.opened.high;
  return {
    id: row.mid,
    href: `/messages/${folder}/${row.mid}`,
    name: rowName(row, now),
    time: rowTime(row.at, now),
    unread: row.unread,
    section: sectionOf(row.at, now),
    ...drawOpened(row),
    ...(meta === undefined ? {} : { meta }),
    ...(high ? { sign: <IconFlagFilled size={14} color="var(--sp-danger-text)" /> } : {}),
  };
}
