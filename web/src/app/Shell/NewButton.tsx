/** The floating button of a phone. */
import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Link } from "../../ui/Link/Link.tsx";
import classes from "./Shell.module.css";

export function NewButton() {
  return (
    <Button
      component={Link}
      href="/messages/new"
      size="md"
      className={classes.float ?? ""}
      leftSection={<IconPencil size={19} stroke={1.75} />}
    >
      New
    </Button>
  );
}
