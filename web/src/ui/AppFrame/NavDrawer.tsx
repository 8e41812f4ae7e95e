/** The section navigation where it has no room of its own: a drawer from the side. */
import { Drawer } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./AppFrame.module.css";

interface NavDrawerProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function NavDrawer({ opened, onClose, title, children }: NavDrawerProps) {
  // Pressed before this was fetched it opens a moment later, and gives the focus back to what was pressed.
  const isHere = useMounted();
  return (
    <Drawer
      opened={opened && isHere}
      onClose={onClose}
      size={264}
      title={title}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {/* Any link or button in here leads somewhere, so the drawer has done its work. */}
      <div className={classes.drawer} onClickCapture={() => setTimeout(onClose)}>
        {children}
      </div>
    </Drawer>
  );
}
