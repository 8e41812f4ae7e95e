/** How a sent message was received: a bar for all, a line for each reader. */
import { SegmentedControl } from "@mantine/core";
import { IconCheck, IconEyeCheck } from "@tabler/icons-react";
import { useState } from "react";
import { itemTime, rowTime } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import type { OpenMessage, Reader } from "../../mailbox/model.ts";
import { addressees, fullName } from "../../mailbox/words.ts";
import classes from "./SentStatus.module.css";

interface SentStatusProps {
  message: OpenMessage;
  readers: Reader[];
  now: Date;
}

const SHOWN_AT_ONCE = 50;

function Summary({ message, readers, now }: SentStatusProps) {
  const read = readers.filter((reader) => reader.state === "read").length;
  const delivered = readers.length - read;
  const title =
    readers.length === 1
      ? read === 1
        ? "Read"
        : "Not opened yet"
      : `${read} of ${readers.length} ${read === 1 ? "has" : "have"} read it`;
  return (
    <div className={classes.summary}>
      <div>
        <p className={classes.title}>{title}</p>
        <p className={classes.sub}>
          Sent {itemTime(message.sentAt, now).toLowerCase()} {addressees(message).replace("To", "to")}
        </p>
      </div>
      <ul className={classes.legend}>
        <li data-state="read">Read {read}</li>
        <li data-state="waiting">Delivered {delivered}</li>
      </ul>
      <div className={classes.bar} aria-hidden="true">
        {read > 0 && <span data-state="read" style={{ flexGrow: read }} />}
        {delivered > 0 && <span data-state="waiting" style={{ flexGrow: delivered }} />}
      </div>
    </div>
  );
}

function ReaderRow({ reader, now }: { reader: Reader; now: Date }) {
  const read = reader.state === "read";
  const name = fullName(reader.person);
  return (
    <tr>
      <td>
        <span className={classes.person}>
          <Avatar name={name} tint={reader.person.addr} size={28} />
          <span>
            {name}
            {reader.person.sameName === true && <span className={classes.addr}> {reader.person.addr}</span>}
          </span>
        </span>
      </td>
      <td>
        <span className={classes.state} data-state={reader.state}>
          {read ? <IconEyeCheck size={17} stroke={1.75} /> : <IconCheck size={17} stroke={1.75} />}
          {read ? `Read${reader.readAt === null ? "" : ` ${rowTime(reader.readAt, now)}`}` : "Delivered"}
        </span>
      </td>
    </tr>
  );
}

export function SentStatus(props: SentStatusProps) {
  const { readers, now } = props;
  const [only, setOnly] = useState<"all" | "waiting">("all");
  const [all, setAll] = useState(false);
  const waiting = readers.filter((reader) => reader.state === "waiting");
  const wanted = only === "all" ? readers : waiting;
  const shown = all ? wanted : wanted.slice(0, SHOWN_AT_ONCE);
  return (
    <section className={classes.root} aria-label="Who has read it">
      <Summary {...props} />
      <div className={classes.heading}>
        <h2>People</h2>
        {readers.length > 1 && (
          <SegmentedControl
            size="xs"
            value={only}
            onChange={(value) => setOnly(value === "waiting" ? "waiting" : "all")}
            data={[
              { value: "all", label: `All ${readers.length}` },
              { value: "waiting", label: `Not read ${waiting.length}` },
            ]}
          />
        )}
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((reader) => (
            <ReaderRow key={reader.person.addr} reader={reader} now={now} />
          ))}
        </tbody>
      </table>
      {shown.length < wanted.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show all {wanted.length}
        </button>
      )}
      {shown.length === 0 && <p className={classes.sub}>Everyone has read it.</p>}
    </section>
  );
}
