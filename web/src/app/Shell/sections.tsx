/** The pages of an area. An area with a single page has no section navigation. */
import { Button } from "@mantine/core";
import {
  IconInbox,
  IconLink,
  IconLockOpen,
  IconMailQuestion,
  IconPalette,
  IconPencil,
  IconSend,
  IconShieldLock,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { later } from "../../ui/later/later.ts";
import { Link } from "../../ui/Link/Link.tsx";
import { EntriesSection } from "../ahead.ts";
import { NavFooter, NavGroup, NavItem, NavTitle } from "../../ui/NavItem/NavItem.tsx";
import classes from "./Shell.module.css";

const MoreWays = later(() => import("./MoreWays.tsx"));

export type Area = "messages" | "entries" | "people" | "settings" | "admin";

interface SectionProps {
  area: Area;
  path: string;
  unread: number;
  locksIn: number | null;
  onLock: () => void;
  /** The organisation does not allow links. */
  linksOff: boolean;
  /** The organisation does not allow requests. */
  requestsOff: boolean;
  /** Why nothing can be sent by mail, or null. */
  whyNoMail: () => Promise<string | null>;
}

const ICON = { size: 18, stroke: 1.75 };

function LockFooter({ locksIn, onLock }: Pick<SectionProps, "locksIn" | "onLock">) {
  return (
    <NavFooter>
      <IconLockOpen size={16} stroke={1.75} aria-hidden="true" />
      <span className={classes.locksIn}>{locksIn === null ? "" : `Locks in ${locksIn} min`}</span>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onLock}>
        Lock
      </Button>
    </NavFooter>
  );
}

function messagePages({ path, unread, linksOff, requestsOff, whyNoMail }: SectionProps) {
  return (
    <>
      <Button.Group className={classes.newMessage ?? ""}>
        <Button
          component={Link}
          href="/messages/new"
          className={classes.newInApp ?? ""}
          leftSection={<IconPencil size={18} stroke={1.75} />}
        >
          New message
        </Button>
        <Suspense>
          <MoreWays {...{ linksOff, requestsOff, whyNoMail }} />
        </Suspense>
      </Button.Group>
      <NavItem
        href="/messages/inbox"
        icon={<IconInbox {...ICON} />}
        label="Inbox"
        active={path.startsWith("/messages/inbox")}
        count={{ value: unread, name: "unread" }}
      />
      <NavItem
        href="/messages/sent"
        icon={<IconSend {...ICON} />}
        label="Sent"
        active={path.startsWith("/messages/sent")}
      />
      <NavGroup>Outside the organisation</NavGroup>
      <NavItem
        href="/messages/links"
        icon={<IconLink {...ICON} />}
        label="Shared links"
        active={path.startsWith("/messages/links")}
      />
      <NavItem
        href="/messages/requests"
        icon={<IconMailQuestion {...ICON} />}
        label="Requests"
        active={path.startsWith("/messages/requests")}
      />
    </>
  );
}

function entryPages({ path }: SectionProps) {
  return (
    <Suspense>
      <EntriesSection path={path} />
    </Suspense>
  );
}

function peoplePages({ path }: SectionProps) {
  const groups = path.startsWith("/people/groups");
  return (
    <>
      <NavTitle>People</NavTitle>
      <NavItem href="/people" icon={<IconUser {...ICON} />} label="People" active={!groups} />
      <NavItem href="/people/groups" icon={<IconUsers {...ICON} />} label="Groups" active={groups} />
    </>
  );
}

function settingsPages({ path }: SectionProps) {
  return (
    <>
      <NavTitle>Settings</NavTitle>
      <NavItem
        href="/settings/security"
        icon={<IconShieldLock {...ICON} />}
        label="Security"
        active={path === "/settings/security"}
      />
      <NavItem
        href="/settings/appearance"
        icon={<IconPalette {...ICON} />}
        label="Appearance"
        active={path === "/settings/appearance"}
      />
    </>
  );
}

const LABELS = { messages: "Messages", entries: "Entries", people: "People", settings: "Settings" };

/** Name and content of the section navigation, or null. */
export function sectionNav(props: SectionProps): { label: string; content: ReactNode } | null {
  if (props.area === "admin") return null;
  const pages = { messages: messagePages, entries: entryPages, people: peoplePages, settings: settingsPages }[
    props.area
  ](props);
  return {
    label: LABELS[props.area],
    content: (
      <>
        {pages}
        <LockFooter locksIn={props.locksIn} onLock={props.onLock} />
      </>
    ),
  };
}
