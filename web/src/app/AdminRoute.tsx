/** The pages of administrators. For everybody else they do not exist. */
import { AdminGroupsPage } from "../features/admin/AdminGroupsPage.tsx";
import { InvitationsPage } from "../features/admin/InvitationsPage.tsx";
import { UsersPage } from "../features/admin/UsersPage.tsx";
import { useUnlocked } from "../session/state.ts";
import { usePathPart } from "./address.ts";
import { NotFoundView } from "./NotFoundView.tsx";

export default function AdminRoute() {
  const page = usePathPart("page");
  const { me } = useUnlocked();
  if (me.role !== "administrator") return <NotFoundView />;
  if (page === "users") return <UsersPage />;
  if (page === "groups") return <AdminGroupsPage />;
  return page === "invitations" ? <InvitationsPage /> : <NotFoundView />;
}
