/** "Add files": a place to drop them or to choose them, and what becomes of each. */
import { Button, Modal } from "@mantine/core";
import { IconAlertCircle, IconFileUpload } from "@tabler/icons-react";
import { plural } from "../lib/names.ts";
import { DropArea } from "../ui/DropArea/DropArea.tsx";
import { Rows } from "../ui/Rows/Rows.tsx";
import { Strip } from "../ui/Strip/Strip.tsx";
import { useDropped } from "./useDropped.ts";
import type { Dropped } from "./useDropped.ts";
import { FileRows, RefusedRows } from "./FileRows.tsx";
import type { FileLimits, FileRow, Holder, RefusedFile, ShownFiles } from "./filesModel.ts";
import { limitWords } from "./filesModel.ts";
import { JointProgress } from "./JointProgress.tsx";
import { useSaid } from "./useDoing.ts";
import classes from "./files.module.css";

export interface FilesDialogProps {
  opened: boolean;
  limits: FileLimits;
  holder: Holder;
  /** Those that were added since the dialog opened. */
  files: ShownFiles;
  refused: readonly RefusedFile[];
  onChosen: (dropped: Dropped) => void;
  onRemove: (id: number) => void;
  onTryAgain: (id: number) => void;
  /** Drops the files of this dialog. */
  onCancel: () => void;
  onAdd: () => void;
}

export function FilesDialog(props: FilesDialogProps) {
  const { opened, limits, refused, files, onChosen, onRemove, onCancel } = props;
  const { isOver, target } = useDropped(onChosen);
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title="Add files"
      size={640}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        <DropArea
          icon={<IconFileUpload size={28} stroke={1.5} aria-hidden="true" />}
          title="Drop files to add them"
          limits={limitWords(limits)}
          isOver={isOver}
          multiple
          onChosen={(files) => onChosen({ files, folders: [] })}
          {...target}
        />
        {refused.length > 0 && (
          <Strip tone="danger" role="alert" icon={<IconAlertCircle size={18} />}>
            <strong>{plural(refused.length, "file was", "files were")} not added.</strong>{" "}
            {refused.map(({ problem }) => problem).join(" ")}
          </Strip>
        )}
        <JointProgress files={files} />
        {files.listed.length + refused.length > 0 && (
          <Rows label="Files">
            <FileRows files={files} onRemove={onRemove} onTryAgain={props.onTryAgain} />
            <RefusedRows refused={refused} onRemove={onRemove} />
          </Rows>
        )}
        <Buttons {...props} />
      </div>
    </Modal>
  );
}

function Buttons({ files, holder, onCancel, onAdd }: FilesDialogProps) {
  const note = useSaid(files, (rows) => {
    const ready = rows.filter(({ state }) => state.phase === "ready").length;
    const good = goodOf(rows);
    return good === 0 ? null : `${ready} of ${good} ready. Uploads go on in the ${holder}.`;
  });
  const add = useSaid(files, (rows) => (goodOf(rows) === 0 ? null : `Add ${plural(goodOf(rows), "file", "files")}`));
  return (
    <div className={classes.buttons}>
      <span className={classes.note} role="status">
        {note}
      </span>
      <Button variant="subtle" color="gray" onClick={onCancel}>
        Cancel
      </Button>
      <Button disabled={add === null} onClick={onAdd}>
        {add ?? "Choose files first"}
      </Button>
    </div>
  );
}

function goodOf(rows: readonly FileRow[]): number {
  return rows.filter(({ state }) => state.phase !== "failed").length;
}
