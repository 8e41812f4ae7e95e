/** The list under the field: people with their full address, then groups. */
import { Combobox, ScrollArea } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { foldName, plural } from "../../lib/names.ts";
import { Avatar } from "../Avatar/Avatar.tsx";
import { keyOf, sharedNames } from "./found.ts";
import type { GroupChoice, PersonChoice, Search } from "./found.ts";
import classes from "./PeoplePicker.module.css";

const NOTES: Record<PersonChoice["state"], string> = {
  checked: "Checked",
  known: "",
  "new-key": "New key",
  "no-key": "No key yet",
  suspended: "Suspended",
};

function PersonOption({ person, shared }: { person: PersonChoice; shared: boolean }) {
  const note = NOTES[person.state];
  return (
    <Combobox.Option
      value={keyOf(person)}
      className={classes.option}
      aria-label={[person.name, person.addr, shared ? "same name, look at the address" : "", note.toLowerCase()]
        .filter(Boolean)
        .join(", ")}
    >
      <Avatar name={person.name} tint={person.addr} size={30} />
      <span className={classes.who}>
        <span className={classes.name}>{person.name}</span>{" "}
        <span className={classes.addr} data-shared={shared || undefined}>
          {person.addr}
        </span>
        {shared && <span className={classes.shared}>Same name, look at the address</span>}
      </span>
      {person.state === "checked" ? (
        <span className={classes.checked}>
          <IconCircleCheckFilled size={15} /> Checked
        </span>
      ) : (
        note !== "" && <span className={classes.note}>{note}</span>
      )}
    </Combobox.Option>
  );
}

function GroupOption({ group }: { group: GroupChoice }) {
  const size = plural(group.members, "person", "people");
  return (
    <Combobox.Option value={keyOf(group)} className={classes.option} aria-label={`${group.name}, ${size}`}>
      <Avatar name={group.name} tint={group.gid} size={30} group />
      <span className={classes.who}>
        <span className={classes.name}>
          {group.name} · {size}
        </span>
      </span>
    </Combobox.Option>
  );
}

export function Options({ found, typed }: { found: Search; typed: string }) {
  const shared = sharedNames(found.people);
  const none = found.people.length === 0 && found.groups.length === 0;
  const word = typed.trim();
  return (
    <Combobox.Dropdown hidden={word === "" || (none && found.state === "searching")}>
      <Combobox.Options aria-label="People and groups">
        <ScrollArea.Autosize mah={300} type="auto">
          {found.people.length > 0 && (
            <Combobox.Group label="People">
              {found.people.map((person) => (
                <PersonOption key={person.addr} person={person} shared={shared.has(foldName(person.name))} />
              ))}
            </Combobox.Group>
          )}
          {found.groups.length > 0 && (
            <Combobox.Group label="Groups">
              {found.groups.map((group) => (
                <GroupOption key={group.gid} group={group} />
              ))}
            </Combobox.Group>
          )}
          {none && found.state === "done" && (
            <Combobox.Empty>No one here is called “{word}”. Check the spelling.</Combobox.Empty>
          )}
          {none && found.state === "failed" && <Combobox.Empty>Search stopped. Try again.</Combobox.Empty>}
        </ScrollArea.Autosize>
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}
