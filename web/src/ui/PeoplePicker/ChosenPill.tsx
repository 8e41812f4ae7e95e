/** One chosen person or group. A person with a new key is red: sending is held up. */
import { IconCircleCheckFilled, IconRefresh, IconX } from "@tabler/icons-react";
import { Avatar } from "../Avatar/Avatar.tsx";
import type { Choice } from "./found.ts";
import classes from "./PeoplePicker.module.css";

interface ChosenPillProps {
  choice: Choice;
  /** The next Backspace removes it. */
  marked: boolean;
  onRemove: () => void;
}

export function ChosenPill({ choice, marked, onRemove }: ChosenPillProps) {
  const isGroup = choice.kind === "group";
  const newKey = !isGroup && choice.state === "new-key";
  return (
    <span
      className={classes.pill}
      data-group={isGroup || undefined}
      data-new-key={newKey || undefined}
      data-marked={marked || undefined}
      title={isGroup ? undefined : choice.addr}
    >
      <Avatar name={choice.name} tint={isGroup ? choice.gid : choice.addr} size={22} group={isGroup} />
      <span className={classes.pillName}>
        {choice.name}
        {isGroup && ` ${choice.members}`}
      </span>
      {!isGroup && choice.state === "checked" && (
        <IconCircleCheckFilled size={15} className={classes.tick} aria-label="Checked by you" />
      )}
      {newKey && <IconRefresh size={15} aria-label="New key" />}
      <button type="button" className={classes.remove} onClick={onRemove} aria-label={`Remove ${choice.name}`}>
        <IconX size={14} />
      </button>
    </span>
  );
}
