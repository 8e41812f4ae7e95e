/** Everybody with an account or an invitation: role, key, when last seen, and what an administrator may do. */
import { ActionIcon, Badge, Button, Select } from "@mantine/core";
import { IconCloudX, IconDots, IconHourglass, IconInfoCircle, IconKey } from "@tabler/icons-react";
import { agoTime, itemTime } from "../../lib/dates.ts";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { AdminPage } from "./AdminPage.tsx";
import { groupsText } from "./model.ts";
import type { AdminPerson, Notice } from "./model.ts";
import classes from "./admin.module.css";

export type PersonAct = "make-administrator" | "make-member" | "suspend" | "restore" | "start-over";

export interface UsersViewProps {
  state: "loading" | "ready" | "failed";
  now: Date;
  people: AdminPerson[];
  filter: { state: "all" | "active" | "suspended" | "invited"; role: "all" | "member" | "administrator" };
  onFilter: (filter: UsersViewProps["filter"]) => void;
  onMore: (() => void) | null;
  onRetry: () => void;
  onInvite: () => void;
  onAct: (person: AdminPerson, act: PersonAct) => void;
  notices: Notice[];
}

const ACT_WORDS: Record<PersonAct, string> = {
  "make-administrator": "Make administrator",
  "make-member": "Make member",
  suspend: "Suspend",
  restore: "Restore",
  "start-over": "Let start over",
};

/** What fits this person's state. Nobody suspends or demotes themselves by a slip. */
export function actsFor(person: AdminPerson): PersonAct[] {
  if (person.state === "invited") return [];
  if (person.state === "suspended") return ["restore"];
  const role: PersonAct = person.role === "administrator" ? "make-member" : "make-administrator";
  return person.me ? [] : [role, "start-over", "suspend"];
}

function RowMenu({ person, onAct }: { person: AdminPerson; onAct: UsersViewProps["onAct"] }) {
  const acts = actsFor(person);
  if (acts.length === 0) return null;
  return (
    <ActionMenu
      title={person.name}
      acts={acts.map((act) => ({ label: ACT_WORDS[act], danger: act === "suspend", run: () => onAct(person, act) }))}
    >
      <ActionIcon aria-label={`Actions for ${person.name}`}>
        <IconDots size={19} stroke={1.75} />
      </ActionIcon>
    </ActionMenu>
  );
}

function KeyCell({ person }: { person: AdminPerson }) {
  if (person.state === "suspended") return <span className={classes.warn}>Suspended</span>;
  return (
    <span className={classes.cell}>
      {person.hasKey ? <IconKey size={16} stroke={1.75} /> : <IconHourglass size={16} stroke={1.75} />}
      {person.hasKey ? "Ready" : "None yet"}
    </span>
  );
}

function PersonLine({ person, now, onAct }: { person: AdminPerson; now: Date; onAct: UsersViewProps["onAct"] }) {
  const seen = person.state === "invited" ? "Invited" : person.seenAt === null ? "Never" : agoTime(person.seenAt, now);
  return (
    <tr>
      <td>
        <span className={classes.person}>
          <Avatar name={person.name} tint={person.addr} size={32} />
          <span className={classes.who}>
            <span className={classes.name}>
              {person.name}
              {person.role === "administrator" && <Badge variant="outline">Administrator</Badge>}
              {person.me && <Badge color="ink">You</Badge>}
            </span>
            <span className={classes.addr}>{person.addr}</span>
          </span>
        </span>
      </td>
      <td data-label="Groups" title={person.groups.join(", ")}>
        {groupsText(person.groups)}
      </td>
      <td data-label="Key">
        <KeyCell person={person} />
      </td>
      <td data-label="Last seen">{seen}</td>
      <td className={classes.menuCell}>
        <RowMenu person={person} onAct={onAct} />
      </td>
    </tr>
  );
}

function Filters({ filter, onFilter }: Pick<UsersViewProps, "filter" | "onFilter">) {
  return (
    <div className={classes.filters}>
      <Select
        aria-label="State"
        allowDeselect={false}
        value={filter.state}
        onChange={(value) => onFilter({ ...filter, state: value ?? "all" })}
        data={[
          { value: "all", label: "Everybody" },
          { value: "active", label: "Active" },
          { value: "suspended", label: "Suspended" },
          { value: "invited", label: "Invited" },
        ]}
      />
      <Select
        aria-label="Role"
        allowDeselect={false}
        value={filter.role}
        onChange={(value) => onFilter({ ...filter, role: value ?? "all" })}
        data={[
          { value: "all", label: "All roles" },
          { value: "member", label: "Members" },
          { value: "administrator", label: "Administrators" },
        ]}
      />
    </div>
  );
}

function PeopleTable({ people, now, onAct }: Pick<UsersViewProps, "people" | "now" | "onAct">) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Groups</th>
          <th scope="col">Key</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span className="sp-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonLine key={person.id} person={person} now={now} onAct={onAct} />
        ))}
      </tbody>
    </table>
  );
}

function Notices({ notices, now }: Pick<UsersViewProps, "notices" | "now">) {
  return notices.map((notice) => (
    <Strip key={notice.id} tone="warn" icon={<IconInfoCircle size={18} stroke={1.75} />}>
      {notice.text} <span className={classes.when}>{itemTime(notice.at, now)}</span>
    </Strip>
  ));
}

export function UsersView(props: UsersViewProps) {
  const { state, people, now, notices, onFilter, onMore } = props;
  const clear = () => onFilter({ state: "all", role: "all" });
  return (
    <AdminPage
      tab="users"
      onInvite={props.onInvite}
      side={notices.length > 0 ? <Notices notices={notices} now={now} /> : undefined}
    >
      <Filters filter={props.filter} onFilter={onFilter} />
      {state === "loading" && <SkeletonRows label="Loading people" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The list did not load."
          actions={<Button onClick={props.onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && people.length === 0 && (
        <State title="Nobody matches these filters." actions={<Button onClick={clear}>Clear filters</Button>} />
      )}
      {state === "ready" && people.length > 0 && <PeopleTable people={people} now={now} onAct={props.onAct} />}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </AdminPage>
  );
}
