/** The floating button of a phone: a message at once, and beside it every other way to send. */
import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Suspense } from "react";
import { later } from "../../ui/later/later.ts";
import { Link } from "../../ui/Link/Link.tsx";
import type { MoreWaysProps } from "./MoreWays.tsx";
import classes from "./Shell.module.css";

const MoreWays = later(() => import("./MoreWays.tsx"));

export function NewButton(props: MoreWaysProps) {
  return (
    <Button.Group className={classes.float ?? ""}>
      <Button
        component={Link}
        href="/messages/new"
        size="md"
        className={classes.floatNew ?? ""}
        leftSection={<IconPencil size={19} stroke={1.75} />}
      >
        New
      </Button>
      <Suspense>
        <MoreWays {...props} />
      </Suspense>
    </Button.Group>
  );
}
