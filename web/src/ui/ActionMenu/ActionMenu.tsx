/** A button that opens a short list of acts: a menu beside it, on a phone a sheet from the bottom. */
import { Drawer, Menu, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { useSheet } from "./useSheet.ts";
import classes from "./ActionMenu.module.css";

export interface Act {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  run: () => void;
}

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
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ content: classes.sheet ?? "" }}
    >
      {acts.map(({ label, icon, danger, run }) => (
        <UnstyledButton
          key={label}
          className={classes.act}
          data-danger={danger || undefined}
          onClick={() => {
            onClose();
            run();
          }}
        >
          {icon}
          {label}
        </UnstyledButton>
      ))}
    </Drawer>
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
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {acts.map(({ label, icon, danger, run }) => (
            <Menu.Item
              key={label}
              leftSection={icon}
              {...(danger === true ? { c: "var(--sp-danger-text)" } : {})}
              onClick={run}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionSheet opened={opened && isSheet} onClose={() => setOpened(false)} title={title} acts={acts} />
    </>
  );
}
