/** The avatar and what belongs to the person: settings, appearance, shortcuts, lock, sign out. */
import { Drawer, Menu, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconLock, IconLogout, IconPalette, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import classes from "./Shell.module.css";

export interface AccountActions {
  onLock: () => void;
  onSignOut: () => void;
  onShortcuts: () => void;
}

interface AccountProps {
  me: { name: string; addr: string };
  active: boolean;
  actions: AccountActions;
}

const ICON = { size: 18, stroke: 1.75 };

function useItems(actions: AccountActions): { label: string; icon: ReactNode; run: () => void }[] {
  const navigate = useNavigateTo();
  return [
    { label: "Settings", icon: <IconSettings {...ICON} />, run: () => navigate("/settings/security") },
    { label: "Appearance", icon: <IconPalette {...ICON} />, run: () => navigate("/settings/appearance") },
    { label: "Shortcuts", icon: <IconKeyboard {...ICON} />, run: actions.onShortcuts },
    { label: "Lock", icon: <IconLock {...ICON} />, run: actions.onLock },
    { label: "Sign out", icon: <IconLogout {...ICON} />, run: actions.onSignOut },
  ];
}

export function AccountMenu({ me, active, actions }: AccountProps) {
  const items = useItems(actions);
  return (
    <Menu position="right-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton
          className={classes.account}
          data-active={active || undefined}
          aria-label={`${me.name}, your account`}
        >
          <Avatar name={me.name} tint={me.addr} size={38} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.addr}</Menu.Label>
        {items.map(({ label, icon, run }) => (
          <Menu.Item key={label} leftSection={icon} onClick={run}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function PhoneAccount({ me, active, actions }: AccountProps) {
  const [opened, setOpened] = useState(false);
  const items = useItems(actions);
  return (
    <>
      <UnstyledButton
        className={classes.you}
        data-active={active || undefined}
        onClick={() => setOpened(true)}
        aria-haspopup="dialog"
      >
        <Avatar name={me.name} tint={me.addr} size={24} />
        You
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="bottom"
        size="auto"
        title={me.addr}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {items.map(({ label, icon, run }) => (
          <UnstyledButton
            key={label}
            className={classes.drawerItem}
            onClick={() => {
              setOpened(false);
              run();
            }}
          >
            {icon}
            {label}
          </UnstyledButton>
        ))}
      </Drawer>
    </>
  );
}
