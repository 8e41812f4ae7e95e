/** The menu beside *New message*: every way to send. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconLink, IconSend } from "@tabler/icons-react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import classes from "./Shell.module.css";

const NEW_LINK = "/messages/new?mode=link";
const ICON = { size: 20, stroke: 1.75 };
const OFF = "Your company has links turned off. Ask an admin to change it.";

/** `linksOff`: the organisation does not allow links. */
export default function MoreWays({ linksOff }: { linksOff: boolean }) {
  const navigate = useNavigateTo();
  const ways = [
    {
      ...{ label: "Send in-app", href: "/messages/new", keys: "C", icon: <IconSend {...ICON} /> },
      ...{ text: "To people and groups. Only they can read it.", isOff: false },
    },
    {
      ...{ label: "Create shareable link", href: NEW_LINK, keys: "⇧ L", icon: <IconLink {...ICON} /> },
      ...{ text: linksOff ? OFF : "You pass the link on yourself." },
      isOff: linksOff,
    },
  ];
  return (
    <Menu
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
        {ways.map(({ label, text, href, keys, icon, isOff }) => (
          <Menu.Item
            key={label}
            leftSection={<span className={classes.wayIcon}>{icon}</span>}
            rightSection={isOff ? undefined : <Kbd>{keys}</Kbd>}
            aria-label={isOff ? `${label}. ${text}` : label}
            disabled={isOff}
            onClick={() => navigate(href)}
          >
            <span className={classes.way}>{label}</span>
            <br />
            <small>{text}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
