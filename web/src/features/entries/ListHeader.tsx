/** What stands above the list of a shelf: its name with what can be done to it, or to those of its entries that are marked. */
import { Button, CloseButton } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsSort,
  IconCheckbox,
  IconDots,
  IconFolder,
  IconPencil,
  IconPlus,
  IconSend,
  IconTrash,
  IconTrashX,
} from "@tabler/icons-react";
import { addressOfCopy } from "../../entries/copying.ts";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import { NavButton } from "../../ui/AppFrame/AppFrame.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { folderOn, shelfTitle } from "./model.ts";
import type { Shelf } from "./model.ts";
import { ORDERS } from "./sorting.ts";
import type { EntriesList } from "./useEntries.ts";
import classes from "./entries.module.css";

/** What can be done to several entries at once. */
export interface ListActs {
  onNew: () => void;
  /** Removes everything in the trash for good; null where that is not offered. */
  onEmptyTrash: (() => void) | null;
  /** Gives the folder of this shelf another name. */
  onRename: (folder: string) => void;
  onMove: (ids: readonly string[]) => void;
  onTrash: (ids: readonly string[]) => void;
  onRestore: (ids: readonly string[]) => void;
  /** For good, after a question. */
  onRemove: (ids: readonly string[]) => void;
}

interface ListHeaderProps extends EntriesList, ListActs {
  shelf: Shelf;
  currentId: string | null;
}

const ICON = { size: 19, stroke: 1.75 };
const SMALL = { size: 17, stroke: 1.75 };

/** What is done to the folder itself; Received keeps its name. */
function FolderActs({ shelf, count, onRename }: ListHeaderProps) {
  const navigate = useNavigateTo();
  const folder = folderOn(shelf);
  if (folder === null || count === 0) return null;
  const label = "Send a copy of this folder";
  const copy = () => navigate(addressOfCopy({ folder }));
  if (shelf.list === "received") return <IconButton label={label} icon={<IconSend {...ICON} />} onClick={copy} />;
  return (
    <ActionMenu
      title={folder}
      acts={[
        { label, icon: <IconSend {...SMALL} />, run: copy },
        { label: "Rename folder", icon: <IconPencil {...SMALL} />, run: () => onRename(folder) },
      ]}
    >
      <IconButton label="More for this folder" icon={<IconDots {...ICON} />} />
    </ActionMenu>
  );
}

function ShelfHeader(props: ListHeaderProps) {
  const { shelf, rows, currentId, order, onOrder, onMarkAll, onNew, onEmptyTrash } = props;
  const orders = ORDERS.map(({ value, label }) => ({ label, chosen: value === order, run: () => onOrder(value) }));
  return (
    <header className={classes.header}>
      <NavButton />
      <PageHeading title={shelfTitle(shelf)} size="h3" takesFocus={currentId === null}>
        {shelfTitle(shelf)}
      </PageHeading>
      <span className={classes.count}>{rows.length > 0 && rows.length.toLocaleString("en")}</span>
      <span className={classes.space} />
      {rows.length > 0 && (
        <>
          <IconButton label="Select all" icon={<IconCheckbox {...ICON} />} onClick={onMarkAll} />
          <ActionMenu title="Sort" acts={orders}>
            <IconButton label="Sort" icon={<IconArrowsSort {...ICON} />} />
          </ActionMenu>
        </>
      )}
      <FolderActs {...props} />
      {onEmptyTrash !== null && (
        <IconButton label="Empty the trash" icon={<IconTrashX {...ICON} />} onClick={onEmptyTrash} />
      )}
      {shelf.list !== "trash" && (
        <Button className={classes.narrowNew ?? ""} leftSection={<IconPlus {...SMALL} />} onClick={onNew}>
          <span className={classes.narrowWord}>New</span>
        </Button>
      )}
    </header>
  );
}

function MarkedHeader({ shelf, marked, onClearMarks, ...acts }: ListHeaderProps) {
  const navigate = useNavigateTo();
  const ids = [...marked];
  return (
    <header className={classes.header}>
      <h1 className="sp-hidden">{shelfTitle(shelf)}</h1>
      <strong className={classes.marks} role="status">
        {ids.length.toLocaleString("en")} selected
      </strong>
      <span className={classes.space} />
      {shelf.list === "trash" ? (
        <>
          <IconButton label="Restore" icon={<IconArrowBackUp {...ICON} />} onClick={() => acts.onRestore(ids)} />
          <IconButton label="Delete for good" icon={<IconTrashX {...ICON} />} onClick={() => acts.onRemove(ids)} />
        </>
      ) : (
        <>
          <IconButton
            label="Send a copy"
            icon={<IconSend {...ICON} />}
            onClick={() => navigate(addressOfCopy({ entries: ids }))}
          />
          <IconButton label="Move" icon={<IconFolder {...ICON} />} onClick={() => acts.onMove(ids)} />
          <IconButton label="Delete" icon={<IconTrash {...ICON} />} onClick={() => acts.onTrash(ids)} />
        </>
      )}
      <CloseButton aria-label="Clear selection" onClick={onClearMarks} />
    </header>
  );
}

export function ListHeader(props: ListHeaderProps) {
  return props.marked.size > 0 ? <MarkedHeader {...props} /> : <ShelfHeader {...props} />;
}
