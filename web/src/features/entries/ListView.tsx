/** The list of a shelf: heading, search on this device, rows, and every state it can be in. */
import { Button, TextInput } from "@mantine/core";
import {
  IconBookmark,
  IconClock,
  IconCloudX,
  IconFolder,
  IconInbox,
  IconPaperclip,
  IconPlus,
  IconSearch,
  IconSend,
  IconStar,
  IconStarFilled,
  IconTrash,
} from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { expiryWords } from "../../entries/days.ts";
import { KindTile } from "../../entries/kinds.tsx";
import { rowLine, tellsDay } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";
import { addressOfCopy } from "../../entries/copying.ts";
import { NavButton } from "../../ui/AppFrame/AppFrame.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { MessageList } from "../../ui/MessageList/MessageList.tsx";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { STRENGTH_WORDS } from "../../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { addressOf, folderOn, isExpiring, shelfTitle } from "./model.ts";
import type { Shelf } from "./model.ts";
import type { EntriesList } from "./useEntries.ts";
import classes from "./entries.module.css";

export interface ListViewProps extends EntriesList {
  shelf: Shelf;
  currentId: string | null;
  /** How strong the passwords are, as far as it is known. */
  scores: ReadonlyMap<string, Score>;
  now: Date;
  /** This server's address, for the sentence of a failed load. */
  host: string;
  onNew: () => void;
  /** Removes everything in the trash for good; null where that is not offered. */
  onEmptyTrash: (() => void) | null;
}

/** Only what should be changed is marked; every strength stands on the entry itself. */
function isWeak(score: Score | undefined): score is 0 | 1 {
  return score !== undefined && score < 2;
}

function signsOf(row: EntryRow, score: Score | undefined, now: Date) {
  const sign = { size: 15, stroke: 1.75, "aria-hidden": true } as const;
  return (
    <span className={classes.signs}>
      {isWeak(score) && <span className={classes.weak}>{STRENGTH_WORDS[score]}</span>}
      {isExpiring(row, now) && <IconClock {...sign} className={classes.soon} />}
      {row.files > 0 && <IconPaperclip {...sign} />}
      {row.isFavourite && <IconStarFilled size={15} aria-hidden="true" />}
    </span>
  );
}

/** Everything a row says, for a screen reader. */
function spoken(row: EntryRow, score: Score | undefined, now: Date): string {
  const facts = [row.title, rowLine(row, now)];
  if (isWeak(score)) facts.push(`${STRENGTH_WORDS[score]} password`);
  if (row.isFavourite) facts.push("Favourite");
  if (row.expires !== null && isExpiring(row, now) && !tellsDay(row)) facts.push(expiryWords(row.expires, now));
  if (row.isCopy) facts.push("Other version");
  return `${facts.join(". ")}.`;
}

function contentOf(row: EntryRow, shelf: Shelf, score: Score | undefined, now: Date) {
  return {
    ...{ id: row.id, href: addressOf(shelf, row.id), name: spoken(row, score, now), title: row.title, section: "" },
    ...{
      sign: signsOf(row, score, now),
      time: row.isCopy ? "Other version" : "",
      subject: rowLine(row, now),
      unread: false,
    },
    avatar: <KindTile kind={row.kind} />,
  };
}

function Header({ shelf, rows, currentId, onNew, onEmptyTrash }: ListViewProps) {
  const navigate = useNavigateTo();
  const folder = folderOn(shelf);
  return (
    <header className={classes.header}>
      <NavButton />
      <PageHeading title={shelfTitle(shelf)} size="h3" takesFocus={currentId === null}>
        {shelfTitle(shelf)}
      </PageHeading>
      <span className={classes.count}>{rows.length > 0 && rows.length.toLocaleString("en")}</span>
      <span className={classes.space} />
      {folder !== null && rows.length > 0 && (
        <IconButton
          label="Send a copy of this folder"
          icon={<IconSend size={19} stroke={1.75} />}
          onClick={() => navigate(addressOfCopy({ folder }))}
        />
      )}
      {onEmptyTrash !== null && (
        <IconButton label="Empty the trash" icon={<IconTrash size={19} stroke={1.75} />} onClick={onEmptyTrash} />
      )}
      {shelf.list !== "trash" && (
        <Button className={classes.narrowNew ?? ""} leftSection={<IconPlus size={17} stroke={1.75} />} onClick={onNew}>
          New
        </Button>
      )}
    </header>
  );
}

const EMPTY = {
  favourites: { title: "No favourites yet.", text: "Choose the star of an entry to find it here." },
  received: { title: "Nothing received yet.", text: "What you save from messages lies here." },
  expiring: {
    title: "Nothing expires in the next 30 days.",
    text: "Entries with a date stand here a month before it.",
  },
  trash: { title: "The trash is empty.", text: "What you delete stays here for 30 days." },
  folder: { title: "This folder is empty.", text: "A folder is there as long as something lies in it." },
} as const;

const SIGNS = {
  ...{ favourites: IconStar, received: IconInbox, expiring: IconClock, trash: IconTrash, folder: IconFolder },
} as const;

function Empty({ shelf, isSearch, typed, onNew }: ListViewProps) {
  if (isSearch) {
    const text = "Search looks at everything that is not covered, on this device.";
    return <State title={`Nothing found for “${typed.trim()}”.`} text={text} />;
  }
  if (shelf.list !== "all") {
    const Sign = SIGNS[shelf.list];
    return <State icon={<Sign size={34} stroke={1.25} />} {...EMPTY[shelf.list]} />;
  }
  return (
    <State
      icon={<IconBookmark size={34} stroke={1.25} />}
      title="No entries yet."
      text="Save a login to send it later."
      actions={<Button onClick={onNew}>New entry</Button>}
    />
  );
}

function Failed({ state, host, onRetry }: ListViewProps) {
  const text =
    state === "no-answer"
      ? `The server at ${host} did not answer.`
      : "What the server sent is not what you saved. Tell an administrator if it stays so.";
  return (
    <State
      alert
      tone="danger"
      icon={<IconCloudX size={26} stroke={1.75} />}
      title="My entries did not load."
      text={text}
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}

function Content(props: ListViewProps) {
  const { state, rows, shelf, currentId, now, scores, onShown } = props;
  const drawn = useMemo(
    () => rows.map((row) => contentOf(row, shelf, scores.get(row.id), now)),
    [rows, shelf, scores, now],
  );
  if (state === "loading") return <SkeletonRows count={8} label="Loading My entries" />;
  if (state !== "ready") return <Failed {...props} />;
  if (rows.length === 0) return <Empty {...props} />;
  return (
    <MessageList
      {...{ label: shelfTitle(shelf), rows: drawn, currentId, onShown }}
      marked={null}
      onMark={() => undefined}
    />
  );
}

export function ListView(props: ListViewProps) {
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => search.current?.focus() });
  return (
    <>
      <Header {...props} />
      <div className={classes.search}>
        <TextInput
          ref={search}
          variant="filled"
          type="search"
          aria-label="Search My entries"
          placeholder="Search My entries"
          leftSection={<IconSearch size={18} stroke={1.75} />}
          value={props.typed}
          onChange={(event) => props.onTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
      <div className={classes.content}>
        <Content {...props} />
      </div>
    </>
  );
}
