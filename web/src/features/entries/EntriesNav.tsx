/** The section navigation of My entries: New entry, the shelves, the folders, the tools. */
import { Button } from "@mantine/core";
import {
  IconBookmark,
  IconClock,
  IconFileExport,
  IconFileImport,
  IconFolder,
  IconInbox,
  IconPlus,
  IconShieldCheck,
  IconStar,
  IconTrash,
  IconWand,
} from "@tabler/icons-react";
import { RECEIVED, foldersOf } from "../../entries/model.ts";
import { useListed } from "../../entries/listing.ts";
import { Link } from "../../ui/Link/Link.tsx";
import { NavItem } from "../../ui/NavItem/NavItem.tsx";
import { useToChange } from "./checkup/useCheckup.ts";
import { addressOf, onShelf, shelfTitle } from "./model.ts";
import type { Shelf } from "./model.ts";
import classes from "./entries.module.css";

const ICON = { size: 18, stroke: 1.75 };
/** With a hyphen that does not break: beside a number the name takes two lines. */
const CHECK_UP = "Password check\u2011up";
const SHELVES = [
  { shelf: { list: "all" }, icon: <IconBookmark {...ICON} /> },
  { shelf: { list: "favourites" }, icon: <IconStar {...ICON} /> },
  { shelf: { list: "received" }, icon: <IconInbox {...ICON} /> },
  { shelf: { list: "expiring" }, icon: <IconClock {...ICON} /> },
  { shelf: { list: "trash" }, icon: <IconTrash {...ICON} /> },
] as const;

interface EntriesNavProps {
  shelf: Shelf | null;
  /** Which of the tools is open, by its address. */
  tool: string | undefined;
  now: Date;
}

function Tools({ tool }: Pick<EntriesNavProps, "tool">) {
  const toChange = useToChange();
  return (
    <>
      <p className={classes.folders}>Tools</p>
      <NavItem
        href="/entries/generator"
        icon={<IconWand {...ICON} />}
        label="Password generator"
        active={tool === "generator"}
      />
      <NavItem
        href="/entries/checkup"
        icon={<IconShieldCheck {...ICON} />}
        label={CHECK_UP}
        active={tool === "checkup"}
        count={{ value: toChange, name: "to change" }}
      />
      <NavItem href="/entries/import" icon={<IconFileImport {...ICON} />} label="Import" active={false} />
      <NavItem href="/entries/export" icon={<IconFileExport {...ICON} />} label="Export" active={false} />
    </>
  );
}

export function EntriesNav({ shelf, tool, now }: EntriesNavProps) {
  const { data } = useListed();
  const rows = data?.rows ?? [];
  const trash = data?.trash ?? [];
  // Received is a shelf of its own already.
  const folders = foldersOf(rows).filter(({ name }) => name !== RECEIVED);
  const counted = (value: number) => ({ value, name: value === 1 ? "entry" : "entries" });
  const countOf = (one: Shelf) => counted((one.list === "trash" ? trash : onShelf(rows, one, now)).length);
  return (
    <>
      <Button
        component={Link}
        href="/entries/new"
        className={classes.newEntry ?? ""}
        leftSection={<IconPlus size={18} stroke={1.75} />}
      >
        New entry
      </Button>
      {SHELVES.map(({ shelf: one, icon }) => (
        <NavItem
          key={one.list}
          href={addressOf(one)}
          icon={icon}
          label={shelfTitle(one)}
          active={shelf?.list === one.list}
          count={countOf(one)}
        />
      ))}
      {folders.length > 0 && <p className={classes.folders}>Folders</p>}
      {folders.map(({ name, count }) => (
        <NavItem
          key={name}
          href={addressOf({ list: "folder", folder: name })}
          icon={<IconFolder {...ICON} />}
          label={name.split("/").at(-1) ?? name}
          within={name.split("/").slice(0, -1)}
          active={shelf?.list === "folder" && shelf.folder === name}
          count={counted(count)}
        />
      ))}
      <Tools tool={tool} />
    </>
  );
}
