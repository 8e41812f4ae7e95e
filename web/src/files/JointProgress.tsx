/** One line for all files that are on their way, above their rows. */
import { Progress } from "@mantine/core";
import type { FileRow } from "./filesModel.ts";
import { jointProgress } from "./joint.ts";
import classes from "./files.module.css";

export function JointProgress({ rows }: { rows: readonly FileRow[] }) {
  const joint = jointProgress(rows);
  if (joint === null) return null;
  return (
    <div className={classes.joint} data-testid="joint-progress">
      <span>{joint.words}</span>
      <Progress value={joint.percent} size={4} color="ink" aria-label="All files" />
    </div>
  );
}
