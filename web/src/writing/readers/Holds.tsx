/**
 * Panels under the chosen people that hold the send up: a changed key, a group seen for the first time, people added to it.
 *
 * None of their buttons is the Send button, and none of them shows the words of a key.
 */
import { Button, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconRefresh, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { foldName, plural } from "../../lib/names.ts";
import { KeyCheck } from "../../ui/KeyCheck/KeyCheck.tsx";
import { Panel } from "../../ui/Strip/Strip.tsx";
import type { Complete } from "../../ui/WordFields/WordFields.tsx";
import type { Someone } from "../../mailbox/model.ts";
import { fullName, shortName } from "../../mailbox/words.ts";
import type { Hold } from "./model.ts";
import classes from "./Holds.module.css";

export interface HoldActions {
  complete: Complete;
  onCheckWords: (addr: string, words: string[]) => Promise<boolean>;
  onSendWithout: (hold: Hold) => void;
  onConfirmGroup: (gid: string) => void;
  onRemove: (hold: Hold) => void;
  onReport: (addr: string) => void;
}

const ICON = { size: 20, stroke: 1.75 };

function Why({ children }: { children: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        Why do I see this?
      </Button>
      {open && <p className={classes.why}>{children}</p>}
    </>
  );
}

function NewKey({ hold, actions }: { hold: Extract<Hold, { kind: "new-key" }>; actions: HoldActions }) {
  const name = shortName(hold.person);
  const over = hold.triesLeft <= 0;
  return (
    <Panel
      tone="danger"
      label={`New key of ${fullName(hold.person)}`}
      icon={<IconRefresh {...ICON} />}
      title={`${name} has a new key. Check it before you send.`}
      text={`This is normal when ${name} lost both password and recovery kit and started over. It can also mean that someone else wants to read these messages.`}
    >
      <p className={classes.address}>{hold.person.addr}</p>
      <KeyCheck
        who={name}
        instruction={`Call ${name} on a number you know and have all eight words of the key read to you. Type what you hear.`}
        complete={actions.complete}
        onCheck={(words) => actions.onCheckWords(hold.person.addr, words)}
        triesLeft={hold.triesLeft}
        wrong={
          <>
            These are not the words of this key. Do not send. Tell an administrator.{" "}
            {over && "An administrator has been told."}
          </>
        }
      />
      <div className={classes.buttons}>
        <Button variant="subtle" size="compact-sm" onClick={() => actions.onSendWithout(hold)}>
          Send without {name}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => actions.onReport(hold.person.addr)}>
          Tell an administrator
        </Button>
        <Why>
          {`Only starting over makes a new key. A new laptop, a changed password or a new recovery kit keep the old one. ${
            hold.wasChecked ? `You had checked the old key of ${name}. ` : ""
          }The eight words belong to the new key: if they match what you hear, nobody is in between.`}
        </Why>
      </div>
    </Panel>
  );
}

function PeopleList({ people }: { people: Someone[] }) {
  const [filter, setFilter] = useState("");
  const wanted = people.filter((one) => foldName(`${one.name ?? ""} ${one.addr}`).includes(foldName(filter)));
  return (
    <>
      {people.length > 20 && (
        <TextInput
          size="xs"
          aria-label="Search these people"
          placeholder="Search these people"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          mb="xs"
        />
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <ul className={classes.people} tabIndex={0} aria-label="People">
        {wanted.map((person) => (
          <li key={person.addr}>
            <span className={classes.name}>{fullName(person)}</span>
            <span className={person.sameName === true ? classes.same : classes.addr}>{person.addr}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Group({
  hold,
  actions,
}: {
  hold: Extract<Hold, { kind: "group-first" | "group-added" }>;
  actions: HoldActions;
}) {
  const first = hold.kind === "group-first";
  const count = plural(hold.people.length, "person", "people");
  const were = hold.people.length === 1 ? "was" : "were";
  const title = first
    ? `You have not written to ${hold.name} before. ${hold.people.length === 1 ? "This person is" : `These ${count} are`} in it.`
    : `${count} ${were} added to ${hold.name} since your last message.`;
  return (
    <Panel tone="warn" label={`People in ${hold.name}`} icon={<IconUsers {...ICON} />} title={title}>
      <PeopleList people={hold.people} />
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => actions.onConfirmGroup(hold.gid)}>
          They may read it
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => (first ? actions.onRemove(hold) : actions.onSendWithout(hold))}
        >
          {first ? "Remove the group" : "Send without them"}
        </Button>
        <Why>
          The server keeps the list of a group, so a person looks at it before something is locked for somebody new.
        </Why>
      </div>
    </Panel>
  );
}

export function HoldPanel({ hold, actions }: { hold: Hold; actions: HoldActions }) {
  if (hold.kind === "new-key") return <NewKey hold={hold} actions={actions} />;
  if (hold.kind === "group-first" || hold.kind === "group-added") return <Group hold={hold} actions={actions} />;
  const isGroup = hold.kind === "group-older";
  return (
    <Panel
      tone="danger"
      label={isGroup ? hold.name : fullName(hold.person)}
      icon={<IconAlertTriangle {...ICON} />}
      title={isGroup ? "The server showed an older list of this group. Do not send. Tell an administrator." : hold.why}
    >
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => actions.onRemove(hold)}>
          {isGroup ? "Remove the group" : `Remove ${shortName(hold.person)}`}
        </Button>
      </div>
    </Panel>
  );
}

/** What the footer says while something holds the send up. */
export function holdSentence(holds: readonly Hold[]): string | null {
  const [first] = holds;
  if (first === undefined) return null;
  if (first.kind === "new-key") return `Check ${shortName(first.person)}’s key to send`;
  if (first.kind === "group-first" || first.kind === "group-added") return "Look at the new people to send";
  return first.kind === "group-older" ? "Remove the group to send" : `Remove ${shortName(first.person)} to send`;
}
