/** The files of the compose window: its rows, the dialog that adds some, and dropping or pasting them anywhere. */
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useUnlocked } from "../session/state.ts";
import { Attaching } from "./attaching.ts";
import type { Attached } from "./attaching.ts";
import type { FilesDialogProps } from "./FilesDialog.tsx";
import { takeBrought } from "./brought.ts";
import { droppedOf } from "./useDropped.ts";
import type { Dropped } from "./useDropped.ts";
import { useWindowFiles } from "./useWindowFiles.ts";

export interface FilesState {
  readonly attaching: Attaching;
  readonly attached: Attached;
  readonly dialog: FilesDialogProps;
  /** Files hang over the window. */
  readonly isOver: boolean;
  readonly openDialog: () => void;
}

export function useFiles(): FilesState {
  const { policies } = useUnlocked();
  const [attaching] = useState(() => new Attaching(policies.files));
  const attached = useSyncExternalStore(attaching.subscribe, attaching.attached);
  const [brought] = useState(takeBrought);
  // Files with a higher number than this came since the dialog opened; null while it is closed.
  const [since, setSince] = useState<number | null>(brought === null ? null : 0);
  const openDialog = () => setSince(Math.max(0, ...attached.rows.map(({ id }) => id)));
  const add = ({ files, folders }: Dropped) => {
    // Looked at now: React may ask only after the files have come.
    const newest = Math.max(0, ...attaching.attached().rows.map(({ id }) => id));
    setSince((before) => before ?? newest);
    attaching.add(files, folders);
  };
  const isOver = useWindowFiles(add);
  usePastedFiles(add);
  useEffect(() => {
    if (brought !== null) attaching.add(brought.files, brought.folders);
    return () => attaching.giveUp();
  }, [attaching, brought]);
  const rows = attached.rows.filter(({ id }) => since !== null && id > since);
  const close = () => {
    attaching.forgetRefused();
    setSince(null);
  };
  return {
    attaching,
    attached,
    isOver,
    openDialog,
    dialog: {
      opened: since !== null,
      limits: policies.files,
      rows,
      refused: attached.refused,
      onChosen: ({ files, folders }) => attaching.add(files, folders),
      onRemove: (id) => attaching.remove(id),
      onTryAgain: (id) => attaching.tryAgain(id),
      onCancel: () => {
        for (const { id } of rows) attaching.remove(id);
        close();
      },
      onAdd: close,
    },
  };
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
