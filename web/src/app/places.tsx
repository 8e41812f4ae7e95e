/** People and groups. */
import { GroupPage, GroupsPage } from "../features/directory/GroupsPage.tsx";
import { PeoplePage } from "../features/directory/PeoplePage.tsx";
import { useHistory, usePathPart } from "./address.ts";

export function PeopleRoute() {
  const id = usePathPart("id");
  const history = useHistory();
  // A check opened from a message leads back to the message.
  const close = () => (history.canGoBack() ? history.back() : history.push("/people"));
  return <PeoplePage check={id} onCheckClosed={close} />;
}

export function GroupsRoute() {
  return <GroupsPage />;
}

export function GroupRoute() {
  return <GroupPage gid={usePathPart("gid") ?? ""} />;
}
