/** Groups as administrators keep them: make, rename, change who is in, delete. */
import { Button } from "@mantine/core";
import { IconCloudX, IconPlus, IconUsers } from "@tabler/icons-react";
import { plural } from "../../lib/names.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { AdminPage } from "./AdminPage.tsx";
import type { AdminGroup } from "./model.ts";
import classes from "./admin.module.css";

export interface GroupsViewProps {
  state: "loading" | "ready" | "failed";
  groups: AdminGroup[];
  onInvite: () => void;
  onNew: () => void;
  onEdit: (group: AdminGroup) => void;
  onDelete: (group: AdminGroup) => void;
  onMore: (() => void) | null;
  onRetry: () => void;
}

function GroupLine({ group, onEdit, onDelete }: { group: AdminGroup } & Pick<GroupsViewProps, "onEdit" | "onDelete">) {
  return (
    <Row
      lead={<Avatar name={group.name} tint={group.gid} group />}
      title={group.name}
      text={plural(group.members, "person", "people")}
      end={
        <>
          <Button variant="default" size="xs" aria-label={`Change ${group.name}`} onClick={() => onEdit(group)}>
            Change
          </Button>
          <Button
            variant="subtle"
            color="wax"
            size="xs"
            aria-label={`Delete ${group.name}`}
            onClick={() => onDelete(group)}
          >
            Delete
          </Button>
        </>
      }
    />
  );
}

export function GroupsView(props: GroupsViewProps) {
  const { state, groups, onNew, onMore } = props;
  const add = (
    <Button variant="default" leftSection={<IconPlus size={17} stroke={1.75} />} onClick={onNew}>
      New group
    </Button>
  );
  return (
    <AdminPage tab="groups" onInvite={props.onInvite}>
      {state === "ready" && groups.length > 0 && <div className={classes.filters}>{add}</div>}
      {state === "loading" && <SkeletonRows label="Loading groups" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The list did not load."
          actions={<Button onClick={props.onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && groups.length === 0 && (
        <State
          icon={<IconUsers size={34} stroke={1.25} />}
          title="No groups yet"
          text="A message to a group goes to everyone who is in it when it is sent."
          actions={add}
        />
      )}
      {state === "ready" && (
        <Rows label="Groups">
          {groups.map((group) => (
            <GroupLine key={group.gid} group={group} onEdit={props.onEdit} onDelete={props.onDelete} />
          ))}
        </Rows>
      )}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </AdminPage>
  );
}
