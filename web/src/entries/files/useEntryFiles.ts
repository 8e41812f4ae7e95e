/** The files of the open entry: those that it has, those on their way, and the dialog that adds some. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { change } from "../saving.ts";
import type { EntryFacts } from "../model.ts";
import type { FilesDialogProps } from "../../files/FilesDialog.tsx";
import type { ShownFiles } from "../../files/filesModel.ts";
import type { FileSource } from "../../files/opening/useDownload.ts";
import { useDropped } from "../../files/useDropped.ts";
import { useFilesDialog } from "../../files/useFilesDialog.ts";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { ENTRY_FILES_MOST, uploadsOf } from "./uploading.ts";

export interface EntryFilesState {
  /** On their way. */
  readonly shown: ShownFiles;
  readonly dialog: FilesDialogProps;
  /** Files hang over the part of the page that takes them. */
  readonly isOver: boolean;
  readonly target: ReturnType<typeof useDropped>["target"];
  /** Null when the entry is full. */
  readonly open: (() => void) | null;
  readonly sourceOf: (blob: string) => FileSource;
  readonly dropRow: (id: number) => void;
  readonly tryAgain: (id: number) => void;
  /** Take a file away for good. */
  readonly remove: (blob: string) => Promise<void>;
}

export function useEntryFiles({ id, attachments }: Pick<EntryFacts, "id" | "attachments">): EntryFilesState {
  const client = useQueryClient();
  const { policies } = useUnlocked();
  const uploads = uploadsOf(id, client);
  const limits = { eachMib: policies.files.eachMib, allMib: null, count: ENTRY_FILES_MOST };
  useEffect(() => {
    uploads.holds({ limits, held: attachments });
  });
  useEffect(() => () => uploads.leave(), [uploads]);
  const { attaching } = uploads;
  const { attached, dialog, open, add } = useFilesDialog(attaching, {
    ...{ limits, holder: "entry", onAdd: (ids) => uploads.keep(ids) },
  });
  const { isOver, target } = useDropped(add);
  const remove = async (blob: string) => {
    try {
      await change(client, () => keyring().removeEntryFile(id, blob));
    } catch {
      toast({ message: "This was not saved. Try again." });
    }
  };
  const inDialog = dialog.files.listed;
  const listed = dialog.opened ? attached.rows.filter((row) => !inDialog.includes(row)) : attached.rows;
  return {
    shown: { listed, doing: attaching },
    ...{ dialog, isOver, target, remove },
    open: attachments.length + attached.rows.length < ENTRY_FILES_MOST ? open : null,
    sourceOf: (blob) => ({
      begin: () => keyring().beginEntryOpening(id, blob),
      goneWords: "This file is no longer there. Another device may have removed it.",
    }),
    dropRow: (row) => attaching.remove(row),
    tryAgain: (row) => attaching.tryAgain(row),
  };
}
