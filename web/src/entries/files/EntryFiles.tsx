/** The files of an entry: each can be looked at, downloaded and taken away; more are dropped here or chosen. */
import { Button } from "@mantine/core";
import { IconPaperclip, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { EntryFacts } from "../model.ts";
import { FileRows } from "../../files/FileRows.tsx";
import { FilesDialog } from "../../files/FilesDialog.tsx";
import { JointProgress } from "../../files/JointProgress.tsx";
import { FileCard } from "../../files/opening/FileCard.tsx";
import { shownFileName } from "../../lib/fileNames.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { Rows } from "../../ui/Rows/Rows.tsx";
import { useEntryFiles } from "./useEntryFiles.ts";
import classes from "./files.module.css";

type EntryFile = EntryFacts["attachments"][number];

interface RemoveDialogProps {
  file: EntryFile | null;
  onRemove: (blob: string) => Promise<void>;
  onClose: () => void;
}

function RemoveDialog({ file, onRemove, onClose }: RemoveDialogProps) {
  return (
    <ConfirmDialog
      opened={file !== null}
      danger
      title={`Remove ${shownFileName(file?.name ?? "")}?`}
      confirm="Remove"
      onConfirm={() => onRemove(file?.blob ?? "")}
      onClose={onClose}
    >
      It goes from all your devices. Nobody can bring it back.
    </ConfirmDialog>
  );
}

/** In the trash an entry keeps its files, and gets no more. */
export default function EntryFiles({ entry }: { entry: EntryFacts }) {
  const files = useEntryFiles(entry);
  const [asked, setAsked] = useState<EntryFile | null>(null);
  const isKept = entry.trashedAt === null;
  const { attachments } = entry;
  if (!isKept && attachments.length === 0) return null;
  const isEmpty = attachments.length + files.shown.listed.length === 0;
  return (
    <>
      <section
        className={classes.files}
        aria-label="Files"
        data-over={files.isOver || undefined}
        {...(isKept ? files.target : {})}
      >
        <div className={classes.head}>
          <h2>Files</h2>
          {isKept && files.open !== null && (
            <Button
              variant="transparent"
              size="compact-sm"
              px={0}
              leftSection={<IconPaperclip size={16} stroke={1.75} />}
              onClick={files.open}
            >
              Add files
            </Button>
          )}
        </div>
        {isEmpty && <p className={classes.none}>No files yet. Drop some here, or add them.</p>}
        <JointProgress files={files.shown} />
        {!isEmpty && (
          <Rows label="Files">
            {attachments.map((file) => (
              <FileCard
                key={file.blob}
                file={file}
                source={files.sourceOf(file.blob)}
                more={
                  isKept && (
                    <IconButton
                      label={`Remove ${shownFileName(file.name)}`}
                      icon={<IconTrash size={18} stroke={1.75} />}
                      onClick={() => setAsked(file)}
                    />
                  )
                }
              />
            ))}
            <FileRows files={files.shown} onRemove={files.dropRow} onTryAgain={files.tryAgain} />
          </Rows>
        )}
      </section>
      {/* Outside of what takes drops: what is dropped on the dialog would come twice. */}
      <FilesDialog {...files.dialog} />
      <RemoveDialog file={asked} onRemove={files.remove} onClose={() => setAsked(null)} />
    </>
  );
}
