/** A button that opens a short list of acts: a menu beside it, on a phone a sheet from the bottom. */
import { Drawer, Menu, UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { useSheet } from "./useSheet.ts";
import classes from "./ActionMenu.module.css";

export interface Act {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** One of several that rule each other out, and whether it is the one that counts now. */
  chosen?: boolean;
  run: () => void;
}

/** Over a dialog that lies over another one, too. */
const Z_INDEX = 310;

interface ActionSheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  acts: Act[];
}

/** The sheet of a phone. It closes before the act runs, so that what the act opens gets the focus. */
export function ActionSheet({ opened, onClose, title, acts }: ActionSheetProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="auto"
      zIndex={Z_INDEX}
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ content: classes.sheet ?? "" }}
    >
      {acts.map(({ label, icon, danger, chosen, run }) => (
        <UnstyledButton
          key={label}
          className={classes.act}
          data-danger={danger || undefined}
          aria-pressed={chosen}
          onClick={() => {
            onClose();
            run();
          }}
        >
          {icon}
          {label}
          {chosen === true && <IconCheck className={classes.chosen} size={18} stroke={1.75} aria-hidden="true" />}
        </UnstyledButton>
      ))}
    </Drawer>
  );
}

function ActItem({ label, icon, danger, chosen, run }: Act) {
  if (chosen !== undefined)
    return (
      <Menu.RadioItem
        value={label}
        checked={chosen}
        onChange={run}
        closeMenuOnClick
        checkIcon={<IconCheck size={16} stroke={1.75} />}
      >
        {label}
      </Menu.RadioItem>
    );
  return (
    <Menu.Item leftSection={icon} {...(danger === true ? { c: "var(--sp-danger-text)" } : {})} onClick={run}>
      {label}
    </Menu.Item>
  );
}

interface ActionMenuProps {
  /** Whose acts these are: the title of the sheet. */
  title: string;
  acts: Act[];
  /** The button, with a name of its own. */
  children: ReactNode;
}

export function ActionMenu({ title, acts, children }: ActionMenuProps) {
  const [opened, setOpened] = useState(false);
  const { isSheet, id } = useSheet(opened);
  return (
    <>
      <Menu
        id={id}
        opened={opened && !isSheet}
        onChange={setOpened}
        position="bottom-end"
        withinPortal
        zIndex={Z_INDEX}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {acts.map((act) => (
            <ActItem key={act.label} {...act} />
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionSheet opened={opened && isSheet} onClose={() => setOpened(false)} title={title} acts={acts} />
    </>
  );
}
