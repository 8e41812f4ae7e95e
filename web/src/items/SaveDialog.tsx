/** "Save to My entries": in which folder the received things go. */
import { Autocomplete, Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useListed } from "../entries/listing.ts";
import { RECEIVED, TOO_LONG, cleanFolder, foldersOf, isTooLong } from "../entries/model.ts";
import { useBackCloses } from "../ui/backCloses.ts";
import { Strip } from "../ui/Strip/Strip.tsx";
import { submits } from "../ui/submits.ts";
import classes from "./items.module.css";

interface SaveDialogProps {
  /** Titles of what is saved. */
  titles: readonly string[];
  /** Resolves to a sentence when it did not work. */
  onSave: (folder: string) => Promise<string | null>;
  onClose: () => void;
}

export default function SaveDialog({ titles, onSave, onClose }: SaveDialogProps) {
  const rows = useListed().data?.rows ?? [];
  const [folder, setFolder] = useState(RECEIVED);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  useBackCloses(true, onClose);
  const clean = cleanFolder(folder);
  const error = isTooLong(clean) ? TOO_LONG : null;
  const save = async () => {
    if (error !== null) return;
    setBusy(true);
    setTrouble(await onSave(clean));
    setBusy(false);
  };
  const [only] = titles;
  return (
    <Modal
      opened
      onClose={onClose}
      title={titles.length === 1 ? "Save to My entries" : `Save ${titles.length} to My entries`}
      size={440}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form className={classes.saveForm} noValidate onSubmit={submits(() => void save())}>
        {trouble !== null && (
          <Strip tone="danger" role="alert">
            {trouble}
          </Strip>
        )}
        <p>
          {titles.length === 1 ? `“${only ?? ""}” becomes an entry of yours.` : "Each becomes an entry of yours."} Later
          changes of the sender do not reach it.
        </p>
        <Autocomplete
          label="Folder"
          value={folder}
          data={[...new Set([RECEIVED, ...foldersOf(rows).map(({ name }) => name)])]}
          onChange={setFolder}
          error={error}
          placeholder="None"
        />
        <div className={classes.saveEnd}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} data-autofocus>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
