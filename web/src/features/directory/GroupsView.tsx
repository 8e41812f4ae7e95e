/** Groups of the organisation, and who is in one of them. */
import { Badge, Button } from "@mantine/core";
import { IconCloudX, IconPencil, IconUsers } from "@tabler/icons-react";
import { plural } from "../../lib/names.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { PageBody } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { keyNote } from "./model.ts";
import type { GroupRow, PersonRow } from "./model.ts";
import { CheckedMark } from "./PeopleView.tsx";
import classes from "./directory.module.css";

export interface GroupsViewProps {
  state: "loading" | "ready" | "failed";
  groups: GroupRow[];
  onMore: (() => void) | null;
  onRetry: () => void;
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <State
      alert
      tone="danger"
      icon={<IconCloudX size={26} stroke={1.75} />}
      title="The list did not load."
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}

export function GroupsView({ state, groups, onMore, onRetry }: GroupsViewProps) {
  return (
    <PageBody title="Groups">
      {state === "loading" && <SkeletonRows label="Loading groups" />}
      {state === "failed" && <Failed onRetry={onRetry} />}
      {state === "ready" && groups.length === 0 && (
        <State
          icon={<IconUsers size={34} stroke={1.25} />}
          title="No groups yet"
          text="An administrator makes groups. A message to a group goes to everyone who is in it when you send."
        />
      )}
      {state === "ready" && (
        <Rows className={classes.list} label="Groups">
          {groups.map((group) => (
            <Row
              key={group.gid}
              lead={<Avatar name={group.name} tint={group.gid} group />}
              title={
                <Link className={classes.link} href={`/people/groups/${group.gid}`}>
                  {group.name}
                </Link>
              }
              text={plural(group.members, "person", "people")}
              end={group.mine ? <Badge color="ink">You are in it</Badge> : undefined}
            />
          ))}
        </Rows>
      )}
      {onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </PageBody>
  );
}

function Member({ person }: { person: PersonRow }) {
  const note = keyNote(person.key);
  return (
    <Row
      lead={<Avatar name={person.name} tint={person.addr} />}
      title={
        <>
          {person.name}
          {person.me && <Badge color="ink">You</Badge>}
          {person.key === "checked" && <CheckedMark />}
        </>
      }
      text={
        <>
          {person.addr}
          {note !== null && (
            <span className={classes.note} data-tone={note.tone}>
              {" "}
              · {note.text}
            </span>
          )}
        </>
      }
    />
  );
}

export interface GroupViewProps {
  state: "loading" | "ready" | "failed" | "missing";
  name: string;
  people: PersonRow[];
  onWrite: () => void;
  onRetry: () => void;
}

export function GroupView({ state, name, people, onWrite, onRetry }: GroupViewProps) {
  if (state === "missing") {
    return (
      <State
        title="This group does not exist"
        actions={
          <Button component={Link} href="/people/groups">
            See all groups
          </Button>
        }
      />
    );
  }
  return (
    <PageBody
      title={state === "ready" ? name : "Group"}
      back={{ href: "/people/groups", label: "All groups" }}
      actions={
        state === "ready" && (
          <Button leftSection={<IconPencil size={17} stroke={1.75} />} onClick={onWrite}>
            Write to the group
          </Button>
        )
      }
    >
      {state === "loading" && <SkeletonRows label="Loading the group" />}
      {state === "failed" && <Failed onRetry={onRetry} />}
      {state === "ready" && people.length === 0 && <State title="Nobody is in this group." />}
      {state === "ready" && (
        <Rows className={classes.list} label={`People in ${name}`}>
          {people.map((person) => (
            <Member key={person.id} person={person} />
          ))}
        </Rows>
      )}
    </PageBody>
  );
}
