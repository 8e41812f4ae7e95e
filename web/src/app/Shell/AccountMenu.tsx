/** The avatar and what belongs to the person: settings, appearance, shortcuts, lock, sign out. */
import { Menu, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconLock, IconLogout, IconPalette, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import { ActionSheet } from "../../ui/ActionMenu/ActionMenu.tsx";
import type { Act } from "../../ui/ActionMenu/ActionMenu.tsx";
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

function useItems(actions: AccountActions): Act[] {
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
      <ActionSheet opened={opened} onClose={() => setOpened(false)} title={me.addr} acts={items} />
    </>
  );
}
