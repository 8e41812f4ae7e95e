/** One line for all files that are on their way, above their rows. */
import { Progress } from "@mantine/core";
import type { ShownFiles } from "./filesModel.ts";
import { jointProgress } from "./joint.ts";
import { useRows } from "./useDoing.ts";
import classes from "./files.module.css";

export function JointProgress({ files }: { files: ShownFiles }) {
  const joint = jointProgress(useRows(files));
  if (joint === null) return null;
  return (
    <div className={classes.joint} data-testid="joint-progress">
      <span>{joint.words}</span>
      <Progress value={joint.percent} size={4} transitionDuration={0} color="ink" aria-label="All files" />
    </div>
  );
}
