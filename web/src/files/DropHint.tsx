/** The whole window says that files may be let go. */
import { Portal } from "@mantine/core";
import classes from "./files.module.css";

export function DropHint({ isShown }: { isShown: boolean }) {
  if (!isShown) return null;
  return (
    <Portal>
      <div className={classes.everywhere} data-testid="drop-hint">
        Drop files to add them
      </div>
    </Portal>
  );
}
