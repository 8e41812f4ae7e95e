/** The files of the compose window: its rows, the dialog that adds some, and dropping or pasting them anywhere. */
import { useEffect, useRef, useState } from "react";
import { useUnlocked } from "../session/state.ts";
import { Attaching } from "./attaching.ts";
import type { Listed } from "./attaching.ts";
import type { FilesDialogProps } from "./FilesDialog.tsx";
import { takeBrought } from "./brought.ts";
import { droppedOf } from "./useDropped.ts";
import type { Dropped } from "./useDropped.ts";
import { useFilesDialog } from "./useFilesDialog.ts";
import { useWindowFiles } from "./useWindowFiles.ts";

export interface FilesState {
  readonly attaching: Attaching;
  readonly attached: Listed;
  readonly dialog: FilesDialogProps;
  /** Files hang over the window. */
  readonly isOver: boolean;
  readonly openDialog: () => void;
}

export function useFiles(): FilesState {
  const { policies } = useUnlocked();
  const [attaching] = useState(() => new Attaching(() => ({ limits: policies.files, held: [] })));
  const [brought] = useState(takeBrought);
  const { attached, dialog, open, add } = useFilesDialog(attaching, {
    ...{ limits: policies.files, holder: "message", isOpen: brought !== null },
  });
  const isOver = useWindowFiles(add);
  usePastedFiles(add);
  useEffect(() => {
    if (brought !== null) attaching.add(brought.files, brought.folders);
    return () => attaching.giveUp();
  }, [attaching, brought]);
  return { attaching, attached, isOver, openDialog: open, dialog };
}

/** Files pasted anywhere in the window. */
function usePastedFiles(take: (dropped: Dropped) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (data === null || data.files.length === 0 || isMeantAsText(event, data)) return;
      event.preventDefault();
      latest.current(droppedOf(data));
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
}

/** Office programs copy a picture of a text beside the text: in a field the text is meant. */
function isMeantAsText({ target }: ClipboardEvent, data: DataTransfer): boolean {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && data.types.includes("text/plain");
}
