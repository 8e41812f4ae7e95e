/** In which folder entries lie: choosing another one, or a new one, and giving a folder another name. */
import { Button, Modal, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { RECEIVED, TOO_LONG, cleanFolder, foldersOf, isTooLong, liesIn } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";
import { useBackCloses } from "../../ui/backCloses.ts";
import { submits } from "../../ui/submits.ts";
import { renamed } from "./renaming.ts";
import classes from "./folders.module.css";

const WITHIN = "A folder within another one: Servers/Oslo";

interface FolderFormProps {
  title: string;
  submit: string;
  children: ReactNode;
  isBusy: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

function FolderForm({ title, submit, children, isBusy, onSubmit, onClose }: FolderFormProps) {
  useBackCloses(true, onClose);
  return (
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ "aria-label": "Close" }}>
      <form className={classes.form} noValidate onSubmit={submits(onSubmit)}>
        {children}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Why the first of these cannot be the name of a folder, or one of them not that of a folder within. */
function troubleOf(names: readonly string[]): string | null {
  if (names[0] === "") return "Enter a name for the folder";
  return names.some(isTooLong) ? TOO_LONG : null;
}

/** What stands for no folder and for a new one: names of folders are never empty, and have no `/` at their end. */
const NO_FOLDER = "";
const NEW_FOLDER = "/";

/** Every folder there is, with Received, in which things are put that were received. */
function namesOf(rows: readonly EntryRow[]): readonly string[] {
  const names = foldersOf(rows).map(({ name }) => name);
  return names.includes(RECEIVED) ? names : [RECEIVED, ...names];
}

interface MoveDialogProps {
  /** Those that are moved. */
  entries: readonly EntryRow[];
  /** All of them, for the folders there are. */
  rows: readonly EntryRow[];
  /** Null: out of every folder. */
  onMove: (folder: string | null) => Promise<void>;
  onClose: () => void;
}

/** Where all of them lie; null: not in one place. */
function placeOf(entries: readonly EntryRow[]): string | null {
  const places = new Set(entries.map(({ folder }) => folder ?? NO_FOLDER));
  const [place = null] = places;
  return places.size === 1 ? place : null;
}

function titleOf(entries: readonly EntryRow[]): string {
  const [only] = entries;
  return entries.length === 1 && only !== undefined
    ? `Move “${only.title}”`
    : `Move ${entries.length.toLocaleString("en")} entries`;
}

export function MoveDialog({ entries, rows, onMove, onClose }: MoveDialogProps) {
  const [chosen, setChosen] = useState(placeOf(entries));
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isNew = chosen === NEW_FOLDER;
  const move = async () => {
    const folder = isNew ? cleanFolder(name) : chosen;
    const wrong = folder === null ? "Choose a folder" : isNew ? troubleOf([folder]) : null;
    setTrouble(wrong);
    if (folder === null || wrong !== null) return;
    setBusy(true);
    await onMove(folder === NO_FOLDER ? null : folder);
    onClose();
  };
  const choose = (value: string) => {
    setChosen(value);
    setTrouble(null);
  };
  const option = (value: string, names: readonly string[]) => (
    <Radio
      key={value}
      value={value}
      label={names.at(-1)}
      aria-label={names.join(" / ")}
      wrapperProps={{ "data-depth": names.length === 1 ? undefined : Math.min(names.length - 1, 3) }}
      data-autofocus={value === (chosen ?? NO_FOLDER) || undefined}
    />
  );
  return (
    <FolderForm title={titleOf(entries)} submit="Move" isBusy={isBusy} onSubmit={() => void move()} onClose={onClose}>
      <Radio.Group label="To" value={chosen} onChange={choose} error={isNew ? null : trouble}>
        <div className={classes.folders}>
          {option(NO_FOLDER, ["No folder"])}
          {namesOf(rows).map((folder) => option(folder, folder.split("/")))}
          {option(NEW_FOLDER, ["New folder"])}
        </div>
      </Radio.Group>
      {isNew && (
        <TextInput
          label="Name of the new folder"
          description={WITHIN}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setTrouble(null);
          }}
          error={trouble}
          autoComplete="off"
        />
      )}
    </FolderForm>
  );
}

interface RenameDialogProps {
  folder: string;
  /** All entries, also those in the trash, which come back to their folder. */
  rows: readonly EntryRow[];
  onRename: (to: string) => Promise<void>;
  onClose: () => void;
}

export function RenameDialog({ folder, rows, onRename, onClose }: RenameDialogProps) {
  const [name, setName] = useState(folder);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const to = cleanFolder(name);
  const isThere = to !== folder && foldersOf(rows).some((one) => one.name === to);
  const rename = async () => {
    const places = rows.flatMap((row) => (row.folder !== null && liesIn(row, folder) ? [row.folder] : []));
    const wrong = troubleOf([to, ...places.map((place) => renamed(place, folder, to))]);
    setTrouble(wrong);
    if (wrong !== null) return;
    setBusy(true);
    if (to !== folder) await onRename(to);
    onClose();
  };
  return (
    <FolderForm title="Rename folder" submit="Rename" isBusy={isBusy} onSubmit={() => void rename()} onClose={onClose}>
      <TextInput
        label="Name"
        description={WITHIN}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setTrouble(null);
        }}
        error={trouble}
        autoComplete="off"
        data-autofocus
      />
      <p className={classes.note} role="status">
        {isThere && `${to} is there already: what lies in both will lie in one.`}
      </p>
    </FolderForm>
  );
}
