/** The frame of the administrators' pages: heading, the three lists as links, what is shown beside them. */
import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "../../ui/Link/Link.tsx";
import { PageBody } from "../../ui/PageBody/PageBody.tsx";
import classes from "./admin.module.css";

const TABS = [
  { id: "users", label: "People", href: "/admin/users" },
  { id: "groups", label: "Groups", href: "/admin/groups" },
  { id: "invitations", label: "Invitations", href: "/admin/invitations" },
] as const;

export type AdminTab = (typeof TABS)[number]["id"];

interface AdminPageProps {
  tab: AdminTab;
  onInvite: () => void;
  children: ReactNode;
  side?: ReactNode;
}

export function AdminPage({ tab, onInvite, children, side }: AdminPageProps) {
  return (
    <PageBody
      title="Users and groups"
      actions={
        <Button leftSection={<IconUserPlus size={18} stroke={1.75} />} onClick={onInvite}>
          Invite people
        </Button>
      }
    >
      <nav className={classes.tabs} aria-label="Users and groups">
        {TABS.map(({ id, label, href }) => (
          <Link key={id} href={href} className={classes.tab} aria-current={id === tab ? "page" : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.columns} data-side={side !== undefined || undefined}>
        <div>{children}</div>
        {side !== undefined && <aside className={classes.side}>{side}</aside>}
      </div>
    </PageBody>
  );
}
