/** The frame around every page of a signed-in, unlocked person. */
import { IconKey, IconMail, IconSettingsCog, IconUsers } from "@tabler/icons-react";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { AppFrame } from "../../ui/AppFrame/AppFrame.tsx";
import type { Place } from "../../ui/AppFrame/AppFrame.tsx";
import { later } from "../../ui/later/later.ts";
import { plural } from "../../lib/names.ts";
import type { AccountActions } from "./AccountMenu.tsx";
import { sectionNav } from "./sections.tsx";
import type { Area } from "./sections.tsx";
import { NewButton } from "./NewButton.tsx";

// The menus of the account come right after the first page: nothing of a message waits for them.
const menus = () => import("./AccountMenu.tsx");
const AccountMenu = later(async () => ({ default: (await menus()).AccountMenu }));
const MoreWays = later(() => import("./MoreWays.tsx"));
const PhoneAccount = later(async () => ({ default: (await menus()).PhoneAccount }));

export interface ShellViewProps {
  /** The path that is shown. */
  path: string;
  me: { name: string; addr: string; admin: boolean };
  unread: number;
  /** Minutes until it locks itself. */
  locksIn: number | null;
  actions: AccountActions;
  linksOff?: boolean;
  requestsOff?: boolean;
  /** Why nothing can be sent by mail, or null; asked when the menu of the ways opens. */
  whyNoMail?: () => Promise<string | null>;
  children: ReactNode;
}

export function areaOf(path: string): Area {
  const first = path.split("/")[1];
  const area = (["entries", "people", "settings", "admin"] as const).find((one) => one === first);
  return area ?? "messages";
}

const ICON = { size: 22, stroke: 1.75 };

function placesFor(area: Area, admin: boolean): Place[] {
  const entries: Place = {
    label: "Entries",
    href: "/entries",
    icon: <IconKey {...ICON} />,
    active: area === "entries",
  };
  const people: Place = { label: "People", href: "/people", icon: <IconUsers {...ICON} />, active: area === "people" };
  const desk: Place = {
    label: "Admin",
    href: "/admin/users",
    icon: <IconSettingsCog {...ICON} />,
    active: area === "admin",
  };
  return admin ? [entries, people, desk] : [entries, people];
}

const canMail = () => Promise.resolve(null);

export function ShellView({ path, me, unread, locksIn, actions, linksOff = false, ...props }: ShellViewProps) {
  const { requestsOff = false, whyNoMail = canMail, children } = props;
  const area = areaOf(path);
  const ways = { linksOff, requestsOff, whyNoMail };
  const messages: Place = {
    label: "Messages",
    href: "/messages/inbox",
    icon: <IconMail {...ICON} />,
    active: area === "messages",
    dot: unread > 0,
    ...(unread > 0 ? { name: `Messages, ${plural(unread, "unread", "unread")}` } : {}),
  };
  const inMessage = /^\/messages\/(inbox|sent)\/./.test(path);
  const skips =
    area === "messages" && !/^\/messages\/(links|requests)/.test(path)
      ? [
          { label: "Skip to messages", target: "messages" },
          ...(inMessage ? [{ label: "Skip to message", target: "message" }] : []),
        ]
      : [{ label: "Skip to page", target: "page" }];
  return (
    <AppFrame
      home={{ href: "/messages/inbox", name: "Waxpost, Inbox" }}
      places={placesFor(area, me.admin)}
      lastPlace={messages}
      account={
        <Suspense fallback={<Avatar name={me.name} tint={me.addr} size={38} />}>
          <AccountMenu me={me} active={area === "settings"} actions={actions} />
        </Suspense>
      }
      phoneAccount={
        <Suspense>
          <PhoneAccount me={me} active={area === "settings"} actions={actions} />
        </Suspense>
      }
      nav={sectionNav({ area, path, unread, locksIn, onLock: actions.onLock, ...ways })}
      skips={skips}
      filled={inMessage}
      besideNew={
        <Suspense>
          <MoreWays {...ways} />
        </Suspense>
      }
    >
      <div id="page" tabIndex={-1} style={{ height: "100%" }}>
        {children}
      </div>
      {area === "messages" && !inMessage && <NewButton {...ways} />}
    </AppFrame>
  );
}
