/** Everybody who can read a message, and the proofs behind it, opened beside a button that stands elsewhere. */
import { Popover } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import type { OpenMessage, Someone } from "../../mailbox/model.ts";
import { fullName, shortName } from "../../mailbox/words.ts";
import { Elsewhere } from "../../ui/Elsewhere/Elsewhere.tsx";
import classes from "./MessageView.module.css";

interface ReadersProps {
  /** Of the button; what opens is named by it, with `-dropdown` at the end of its own. */
  id: string;
  button: HTMLElement;
  message: OpenMessage;
  opened: boolean;
  onChange: (opened: boolean) => void;
}

function Everyone({ message }: { message: OpenMessage }) {
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

export default function Readers({ id, button, message, opened, onChange }: ReadersProps) {
  // Pressed before this was fetched it opens a moment later, and gives the focus back to the button.
  const isHere = useMounted();
  return (
    <Popover
      {...{ id, onChange }}
      opened={opened && isHere}
      width={340}
      position="bottom-start"
      shadow="md"
      withRoles
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Elsewhere element={button} />
      </Popover.Target>
      <Popover.Dropdown>
        <Everyone message={message} />
      </Popover.Dropdown>
    </Popover>
  );
}
