/** The credentials and entries attached to a message, each with edit and remove. */
import { IconBookmark, IconKey, IconPencil, IconX } from "@tabler/icons-react";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { STRENGTH_WORDS } from "../ui/PasswordField/StrengthBar.tsx";
import { Row } from "../ui/Rows/Rows.tsx";
import type { AttachedItem } from "./model.ts";
import { useScore } from "./useScore.ts";
import classes from "./credentials.module.css";

interface ItemRowsProps {
  items: readonly AttachedItem[];
  onEdit: (index: number) => void;
  onRemove: (index: number) => void;
}

const ICON = { size: 20, stroke: 1.75 };

function About({ attached: { item, keep } }: { attached: AttachedItem }) {
  const score = useScore(item.fields.find(({ f }) => f === "password")?.value ?? "");
  const tone = score === null ? "none" : score < 2 ? "danger" : score === 2 ? "warn" : "ok";
  if (item.from === "entry") {
    const count = item.fields.length;
    return `Copy of a saved entry · ${count} field${count === 1 ? "" : "s"}`;
  }
  return (
    <>
      Credentials
      {score !== null && (
        <>
          {" · "}
          <strong className={classes.about} data-tone={tone}>
            {STRENGTH_WORDS[score]} password
          </strong>
        </>
      )}
      {keep && " · a copy is kept in My entries"}
    </>
  );
}

export function ItemRows({ items, onEdit, onRemove }: ItemRowsProps) {
  return items.map((attached, index) => (
    // Items have no name of their own, and two may be the same.
    <Row
      key={`${index} ${attached.item.title}`}
      tile
      tileTone={attached.item.from === "entry" ? "teal" : "accent"}
      lead={attached.item.from === "entry" ? <IconBookmark {...ICON} /> : <IconKey {...ICON} />}
      title={attached.item.title}
      text={<About attached={attached} />}
      end={
        <>
          <IconButton
            label={`Edit ${attached.item.title}`}
            icon={<IconPencil size={17} stroke={1.75} />}
            onClick={() => onEdit(index)}
          />
          <IconButton
            label={`Remove ${attached.item.title}`}
            icon={<IconX size={17} stroke={1.75} />}
            onClick={() => onRemove(index)}
          />
        </>
      }
    />
  ));
}

/** The ways to both in the menu of what can be attached. */
export const CREDENTIALS_WAY = {
  label: "Credentials",
  text: "Title, username and password",
  icon: <IconKey {...ICON} />,
};
export const ENTRIES_WAY = {
  label: "User entries",
  text: "Copies from My entries",
  icon: <IconBookmark {...ICON} />,
};
