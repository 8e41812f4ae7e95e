/** A part of a page that is on its way, or did not come. */
import { Anchor } from "@mantine/core";
import { SkeletonRows } from "../../ui/States/States.tsx";
import classes from "./settings.module.css";

export function Waiting({ failed, label, onRetry }: { failed: boolean; label: string; onRetry: () => void }) {
  if (!failed) return <SkeletonRows count={2} label={label} />;
  return (
    <p className={classes.none} role="alert">
      The list did not load.{" "}
      <Anchor component="button" type="button" onClick={onRetry}>
        Try again
      </Anchor>
    </p>
  );
}
