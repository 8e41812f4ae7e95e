/** One entry: what can be done with it, every field, its tags and day, its earlier versions. */
import { Badge, Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconClock,
  IconCloudX,
  IconFolder,
  IconPencil,
  IconSend,
  IconStar,
  IconStarFilled,
  IconTrash,
  IconVersions,
} from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { daysLeft, expiryWords } from "../../entries/days.ts";
import type { ShownEntry } from "../../entries/listing.ts";
import type { EntryFacts, FormType } from "../../entries/model.ts";
import { KindTile } from "../../entries/kinds.tsx";
import { kindName } from "../../items/itemWords.ts";
import { dayName, fullDate } from "../../lib/dates.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { addressOfCopy } from "../../entries/copying.ts";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { SkeletonItem, State } from "../../ui/States/States.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { EntryFields } from "./EntryFields.tsx";
import { History } from "./History.tsx";
import { isExpiring } from "./model.ts";
import type { EntryReading } from "./useEntry.ts";
import classes from "./entries.module.css";

export interface EntryViewProps {
  entry: EntryFacts;
  /** The form of its kind, for the names of fields. */
  type: FormType | undefined;
  now: Date;
  reading: EntryReading;
  /** How strong its password is; null while that is not known, or without one. */
  score: Score | null;
  /** Its files, and where copies of it went. */
  files?: ReactNode;
  onBack: () => void;
  onEdit: () => void;
  onFavourite: () => void;
  onMove: () => void;
  onTrash: () => void;
  onRestore: () => void;
  /** For good. */
  onRemove: () => Promise<void>;
}

const ICON = { size: 19, stroke: 1.75 };

function BackButton({ onBack }: { onBack: () => void }) {
  return (
    <span className={classes.back}>
      <IconButton label="Back" icon={<IconArrowLeft {...ICON} />} onClick={onBack} />
    </span>
  );
}

function TrashActions({ entry, onRestore, onRemove }: EntryViewProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={17} stroke={1.75} />} onClick={onRestore}>
        Restore
      </Button>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete for good
      </Button>
      <ConfirmDialog
        opened={isAsking}
        danger
        title={`Delete “${entry.title}” for good?`}
        confirm="Delete for good"
        onConfirm={onRemove}
        onClose={() => setAsking(false)}
      >
        It goes from all your devices, with its earlier versions. Nobody can bring it back. Copies that you sent stay
        with those who got them.
      </ConfirmDialog>
    </>
  );
}

function Toolbar(props: EntryViewProps) {
  const { entry, onBack, onEdit, onFavourite, onMove, onTrash } = props;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Entry">
      <BackButton onBack={onBack} />
      {entry.trashedAt !== null ? (
        <TrashActions {...props} />
      ) : (
        <>
          <Button
            component={Link}
            href={addressOfCopy({ entry: entry.id })}
            leftSection={<IconSend size={17} stroke={1.75} />}
          >
            Send a copy
          </Button>
          <Button variant="default" leftSection={<IconPencil size={17} stroke={1.75} />} onClick={onEdit}>
            Edit
          </Button>
          <span className={classes.space} />
          <IconButton
            label="Favourite"
            pressed={entry.isFavourite}
            icon={entry.isFavourite ? <IconStarFilled size={19} /> : <IconStar {...ICON} />}
            onClick={onFavourite}
          />
          <IconButton label="Move" shortcut="v" icon={<IconFolder {...ICON} />} onClick={onMove} />
          <IconButton label="Delete" shortcut="#" icon={<IconTrash {...ICON} />} onClick={onTrash} />
        </>
      )}
    </div>
  );
}

function Strips({ entry, now }: EntryViewProps) {
  const clock = <IconClock size={18} stroke={1.75} aria-hidden="true" />;
  const { expires, trashedAt } = entry;
  return (
    <>
      {trashedAt !== null && (
        <Strip icon={<IconTrash size={18} stroke={1.75} aria-hidden="true" />}>
          Deleted on {dayName(new Date(trashedAt), now)}. It goes for good 30 days later.
        </Strip>
      )}
      {entry.isCopy && (
        <Strip tone="warn" icon={<IconVersions size={18} stroke={1.75} aria-hidden="true" />}>
          Two devices changed this entry at once. This is the other version: delete it, or keep both.
        </Strip>
      )}
      {expires !== null && (
        <Strip tone={isExpiring(entry, now) ? "warn" : "plain"} icon={clock}>
          {daysLeft(expires, now) > 30 ? "Expires" : expiryWords(expires, now)},{" "}
          {fullDate(new Date(`${expires}T12:00:00`))}
        </Strip>
      )}
    </>
  );
}

export function EntryView(props: EntryViewProps) {
  const { entry, type, now, reading, score } = props;
  const place = entry.folder === null ? "" : ` in ${entry.folder}`;
  const judged = entry.hasPassword ? score : undefined;
  return (
    <>
      <Toolbar {...props} />
      <div className={classes.entry} id="entry" tabIndex={-1}>
        <header className={classes.head}>
          <KindTile kind={entry.kind} large />
          <div className={classes.titles}>
            <PageHeading title="Saved entry">{entry.title}</PageHeading>
            <p>
              {kindName(entry.kind)}
              {place}, changed {fullDate(new Date(entry.changedAt))}
            </p>
          </div>
        </header>
        {entry.tags.length > 0 && (
          <div className={classes.tags} role="list" aria-label="Tags">
            {entry.tags.map((tag) => (
              <Badge key={tag} role="listitem" variant="light" color="gray" tt="none">
                {tag}
              </Badge>
            ))}
          </div>
        )}
        <Strips {...props} />
        {entry.fields.length > 0 ? (
          <EntryFields rev={null} fields={entry.fields} type={type} reading={reading} score={judged} />
        ) : (
          <p className={classes.bare}>It has no fields.</p>
        )}
        {props.files}
        {entry.history.length > 0 && <History entry={entry} type={type} now={now} reading={reading} />}
      </div>
    </>
  );
}

interface NoEntryProps {
  shown: Exclude<ShownEntry, { state: "ready" }>;
  onBack: () => void;
  onRetry: () => void;
}

/** What stands in for an entry: on its way, gone, not read. */
export function NoEntry({ shown, onBack, onRetry }: NoEntryProps) {
  return (
    <>
      <div className={classes.toolbar}>
        <BackButton onBack={onBack} />
      </div>
      <h1 className="sp-hidden">Entry</h1>
      {shown.state === "loading" && <SkeletonItem label="Loading the entry" />}
      {shown.state === "gone" && (
        <State title="This entry is not here." text="It was deleted for good, or never was." />
      )}
      {(shown.state === "no-answer" || shown.state === "refused") && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="This entry did not load."
          actions={<Button onClick={onRetry}>Try again</Button>}
        />
      )}
    </>
  );
}
