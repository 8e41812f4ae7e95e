/** The groups of the organisation, and one of them. */
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { GroupView, GroupsView } from "./GroupsView.tsx";
import { useGroup, useGroups } from "./useGroups.ts";

export function GroupsPage() {
  return <GroupsView {...useGroups()} />;
}

export function GroupPage({ gid }: { gid: string }) {
  const navigate = useNavigateTo();
  return <GroupView {...useGroup(gid)} onWrite={() => navigate(`/messages/new?group=${gid}`)} />;
}
