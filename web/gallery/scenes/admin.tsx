/** The pages of administrators and their dialogs. */
import type { ReactNode } from "react";
import { ActDialog } from "../../src/features/admin/ActDialog.tsx";
import { GroupDialog } from "../../src/features/admin/GroupDialog.tsx";
import { GroupsView as AdminGroupsView } from "../../src/features/admin/GroupsView.tsx";
import { InvitationsView } from "../../src/features/admin/InvitationsView.tsx";
import { InviteDialog, LinkDialog } from "../../src/features/admin/InviteDialog.tsx";
import { UsersView } from "../../src/features/admin/UsersView.tsx";
import { ADMIN_PEOPLE, GROUPS, INVITATIONS } from "../organisation.ts";
import { JONAS, NOW, before, inHours } from "../people.ts";
import { Frame, nothing, later } from "./Frame.tsx";

const users = (
  <UsersView
    state="ready"
    now={NOW}
    people={ADMIN_PEOPLE}
    filter={{ state: "all", role: "all" }}
    onFilter={nothing}
    onMore={nothing}
    onRetry={nothing}
    onInvite={nothing}
    onAct={nothing}
    notices={[
      {
        id: "1",
        text: "Elin Voss reports that the key words of jonas.lindqvist@halden.example do not match.",
        at: before(0, 13, 0),
      },
    ]}
  />
);
const noAct = { onConfirm: later, onClose: nothing };
const jonasAdmin = ADMIN_PEOPLE[3];

export const ADMIN: Record<string, () => ReactNode> = {
  "admin-users": () => <Frame path="/admin/users">{users}</Frame>,
  "admin-groups": () => (
    <Frame path="/admin/groups">
      <AdminGroupsView
        state="ready"
        groups={GROUPS}
        onInvite={nothing}
        onNew={nothing}
        onEdit={nothing}
        onDelete={nothing}
        onMore={null}
        onRetry={nothing}
      />
    </Frame>
  ),
  "admin-invitations": () => (
    <Frame path="/admin/invitations">
      <InvitationsView
        state="ready"
        now={NOW}
        invitations={INVITATIONS}
        onInvite={nothing}
        onCopy={nothing}
        onEnd={nothing}
        onMore={null}
        onRetry={nothing}
      />
    </Frame>
  ),
  invite: () => (
    <Frame path="/admin/users">
      {users}
      <InviteDialog
        opened
        addr="noah"
        name="Noah Becker"
        role="member"
        onChange={nothing}
        errors={{ addr: "Enter an email address" }}
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
  "invite-link": () => (
    <Frame path="/admin/users">
      {users}
      <LinkDialog
        link={{
          url: "https://seal.halden.example/join/q83vEjRWeJq83vEjRWeJqw#AMAQEAYEAUDAOCAJBIFQYDIOB4AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          title: "Invitation for Noah Becker",
          text: `It works once, until ${inHours(72).toLocaleString("en-GB")}.`,
        }}
        onClose={nothing}
      />
    </Frame>
  ),
  "start-over-dialog": () => (
    <Frame path="/admin/users">
      {users}
      <ActDialog pending={jonasAdmin === undefined ? null : { person: jonasAdmin, act: "start-over" }} {...noAct} />
    </Frame>
  ),
  "group-dialog": () => (
    <Frame path="/admin/groups">
      <GroupDialog
        opened
        isNew={false}
        name="Platform team"
        members={[{ kind: "person", ...JONAS, state: "known" }]}
        onChange={nothing}
        search={() => Promise.resolve({ people: [], groups: [] })}
        errors={{}}
        problem={null}
        busy={false}
        onSubmit={nothing}
        onClose={nothing}
      />
    </Frame>
  ),
};
