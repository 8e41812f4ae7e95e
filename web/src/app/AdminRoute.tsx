/** The pages of administrators. For everybody else they do not exist. */
import { useParams } from "@tanstack/react-router";
import { AdminGroupsPage } from "../features/admin/AdminGroupsPage.tsx";
import { InvitationsPage } from "../features/admin/InvitationsPage.tsx";
import { UsersPage } from "../features/admin/UsersPage.tsx";
import { useUnlocked } from "../session/state.ts";
import { NotFoundView } from "./NotFoundView.tsx";

const PAGES = new Map([
  ["users", UsersPage],
  ["groups", AdminGroupsPage],
  ["invitations", InvitationsPage],
]);

export default function AdminRoute() {
  const page: unknown = useParams({ strict: false }).page;
  const { me } = useUnlocked();
  const Page = me.role === "administrator" ? PAGES.get(String(page)) : undefined;
  return Page === undefined ? <NotFoundView /> : <Page />;
}
