/** People and groups. */
import { GroupPage, GroupsPage } from "../features/directory/GroupsPage.tsx";
import { PeoplePage } from "../features/directory/PeoplePage.tsx";
import { goBack, usePathPart } from "./address.ts";

export function PeopleRoute() {
  const id = usePathPart("id");
  // A check opened from a message leads back to the message.
  return <PeoplePage check={id} onCheckClosed={() => goBack("/people")} />;
}

export function GroupsRoute() {
  return <GroupsPage />;
}

export function GroupRoute() {
  return <GroupPage gid={usePathPart("gid") ?? ""} />;
}
