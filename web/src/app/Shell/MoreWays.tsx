/** Every way to send: a menu beside *New message*, on a phone a sheet from the bottom. */
import { Button, Drawer, Menu, UnstyledButton } from "@mantine/core";
import { IconAt, IconChevronDown, IconLink, IconMailQuestion, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import sheet from "../../ui/ActionMenu/ActionMenu.module.css";
import { useSheet } from "../../ui/ActionMenu/useSheet.ts";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import classes from "./Shell.module.css";

const BY_EMAIL = "/messages/new?mode=email";
const NEW_LINK = "/messages/new?mode=link";
const ICON = { size: 20, stroke: 1.75 };
const REQUESTS_OFF = "Your company has requests turned off. Ask an admin to change it.";
const OFF = "Your company has links turned off. Ask an admin to change it.";

export interface MoreWaysProps {
  /** The organisation does not allow links. */
  linksOff: boolean;
  requestsOff: boolean;
  /** Asked when the menu opens: why nothing can be sent by mail, or null. */
  whyNoMail: () => Promise<string | null>;
}

function waysOf(linksOff: boolean, requestsOff: boolean, noMail: string | null) {
  return [
    {
      ...{ label: "Send in-app", href: "/messages/new", keys: "C", icon: <IconSend {...ICON} />, tint: "ink" },
      ...{ text: "To people and groups. Only they can read it.", isOff: false },
    },
    {
      ...{ label: "Send by email", href: BY_EMAIL, keys: "⇧ E", icon: <IconAt {...ICON} />, tint: "teal" },
      ...{ text: noMail ?? "To anyone. They open it in the browser.", isOff: noMail !== null },
    },
    {
      ...{ label: "Create shareable link", href: NEW_LINK, keys: "⇧ L", icon: <IconLink {...ICON} />, tint: "plum" },
      ...{ text: linksOff ? OFF : "You pass the link on yourself." },
      isOff: linksOff,
    },
    {
      ...{
        label: "Request a secret",
        href: "/messages/requests/new",
        keys: "⇧ R",
        icon: <IconMailQuestion {...ICON} />,
        tint: "plain",
      },
      ...{ text: requestsOff ? REQUESTS_OFF : "Someone outside sends you something." },
      isOff: requestsOff,
    },
  ];
}

type Way = ReturnType<typeof waysOf>[number];

function WayWords({ label, text }: Pick<Way, "label" | "text">) {
  return (
    <span>
      <span className={classes.way}>{label}</span>
      <br />
      <small>{text}</small>
    </span>
  );
}

/** It closes before the window opens, so that the window gets the focus. */
function WaySheet({ ways, opened, onClose, onChoose }: WaySheetProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      title="New message"
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ content: sheet.sheet ?? "" }}
    >
      {ways.map(({ label, text, href, icon, tint, isOff }) => (
        <UnstyledButton
          key={label}
          className={`${sheet.act ?? ""} ${classes.sheetWay ?? ""}`}
          disabled={isOff}
          onClick={() => {
            onClose();
            onChoose(href);
          }}
        >
          <span className={classes.wayIcon} data-tint={tint} aria-hidden="true">
            {icon}
          </span>
          <WayWords {...{ label, text }} />
        </UnstyledButton>
      ))}
    </Drawer>
  );
}

interface WaySheetProps {
  ways: readonly Way[];
  opened: boolean;
  onClose: () => void;
  onChoose: (href: string) => void;
}

export default function MoreWays({ linksOff, requestsOff, whyNoMail }: MoreWaysProps) {
  const [noMail, setNoMail] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const { isSheet, id } = useSheet(opened);
  const navigate = useNavigateTo();
  const ways = waysOf(linksOff, requestsOff, noMail);
  const open = (next: boolean) => {
    setOpened(next);
    if (next) void whyNoMail().then(setNoMail, () => undefined);
  };
  return (
    <>
      <Menu
        id={id}
        opened={opened && !isSheet}
        onChange={open}
        position="bottom-start"
        offset={{ mainAxis: 6, crossAxis: -146 }}
        width={370}
        withinPortal
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <Button aria-label="More ways to send" className={classes.moreWays ?? ""}>
            <IconChevronDown size={18} stroke={1.75} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ways.map(({ label, text, href, keys, icon, tint, isOff }) => (
            <Menu.Item
              key={label}
              leftSection={
                <span className={classes.wayIcon} data-tint={tint} aria-hidden="true">
                  {icon}
                </span>
              }
              rightSection={isOff ? undefined : <Kbd>{keys}</Kbd>}
              disabled={isOff}
              onClick={() => navigate(href)}
            >
              <WayWords {...{ label, text }} />
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <WaySheet ways={ways} opened={opened && isSheet} onClose={() => setOpened(false)} onChoose={navigate} />
    </>
  );
}
