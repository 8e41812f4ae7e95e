/** The list of a shelf: heading, search on this device, types, rows, and every state it can be in. */
import { Button, TextInput } from "@mantine/core";
import {
  IconBookmark,
  IconClock,
  IconCloudX,
  IconFolder,
  IconInbox,
  IconPaperclip,
  IconSearch,
  IconStar,
  IconStarFilled,
  IconTrash,
} from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { expiryWords } from "../../entries/days.ts";
import { KindTile } from "../../entries/kinds.tsx";
import { rowLine, tellsDay } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";
import { KindFilters, NothingFound } from "../../entries/KindFilters.tsx";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { MessageList } from "../../ui/MessageList/MessageList.tsx";
import { STRENGTH_WORDS } from "../../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { ListHeader } from "./ListHeader.tsx";
import type { ListActs } from "./ListHeader.tsx";
import { addressOf, isExpiring, shelfTitle } from "./model.ts";
import type { Shelf } from "./model.ts";
import { sectionIn, sortedBy } from "./sorting.ts";
import type { Order } from "./sorting.ts";
import type { EntriesList } from "./useEntries.ts";
import classes from "./entries.module.css";

export interface ListViewProps extends EntriesList, ListActs {
  shelf: Shelf;
  currentId: string | null;
  now: Date;
  /** This server's address, for the sentence of a failed load. */
  host: string;
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

interface Drawn {
  shelf: Shelf;
  order: Order;
  score: Score | undefined;
  now: Date;
}

/** Everything a row says, for a screen reader. */
function spoken(row: EntryRow, { order, score, now }: Drawn): string {
  const facts = [row.title, rowLine(row, now)];
  const isTold = tellsDay(row) || order === "expiry";
  if (isWeak(score)) facts.push(`${STRENGTH_WORDS[score]} password`);
  if (row.isFavourite) facts.push("Favourite");
  if (row.expires !== null && isExpiring(row, now) && !isTold) facts.push(expiryWords(row.expires, now));
  facts.push(sortedBy(row, order, now)?.spoken ?? "", row.isCopy ? "Other version" : "");
  return `${facts.filter((fact) => fact !== "").join(". ")}.`;
}

function contentOf(row: EntryRow, drawn: Drawn) {
  const { shelf, order, score, now } = drawn;
  const time = sortedBy(row, order, now)?.shown ?? "";
  return {
    ...{ id: row.id, href: addressOf(shelf, row.id), name: spoken(row, drawn), title: row.title },
    ...{ section: sectionIn(row, order, now), sign: signsOf(row, score, now), subject: rowLine(row, now) },
    time: row.isCopy ? "Other version" : time,
    avatar: <KindTile kind={row.kind} />,
  };
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

function Empty({ shelf, count, isSearch, typed, filter, onFilter, onNew }: ListViewProps) {
  if (isSearch || (filter !== "all" && count > 0)) {
    const text = "Search looks at everything that is not covered, on this device.";
    return <NothingFound {...{ typed: isSearch ? typed : "", text, filter, onFilter }} />;
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
  const { state, rows, shelf, order, currentId, now, scores, marked, onMark, onShown } = props;
  const drawn = useMemo(
    () => rows.map((row) => contentOf(row, { shelf, order, score: scores.get(row.id), now })),
    [rows, shelf, order, scores, now],
  );
  if (state === "loading") return <SkeletonRows count={8} label="Loading My entries" />;
  if (state !== "ready") return <Failed {...props} />;
  if (rows.length === 0) return <Empty {...props} />;
  return <MessageList isLow {...{ label: shelfTitle(shelf), rows: drawn, currentId, marked, onMark, onShown }} />;
}

export function ListView(props: ListViewProps) {
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => search.current?.focus() });
  return (
    <>
      <ListHeader {...props} />
      <div className={classes.search}>
        <TextInput
          ref={search}
          variant="filled"
          type="search"
          aria-label="Search My entries"
          placeholder="Search My entries"
          leftSection={<IconSearch size={18} stroke={1.75} />}
          rightSection={props.typed === "" && <Kbd>/</Kbd>}
          rightSectionPointerEvents="none"
          value={props.typed}
          onChange={(event) => props.onTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        {(props.count > 0 || props.filter !== "all") && <KindFilters filter={props.filter} onFilter={props.onFilter} />}
      </div>
      <div className={classes.content}>
        <Content {...props} />
      </div>
    </>
  );
}
