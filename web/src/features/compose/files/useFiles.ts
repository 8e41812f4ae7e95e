/** The files of the compose window: its rows, the dialog that adds some, and dropping or pasting them anywhere. */
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useUnlocked } from "../../../session/state.ts";
import { Attaching } from "./attaching.ts";
import type { Attached } from "./attaching.ts";
import type { FilesDialogProps } from "./FilesDialog.tsx";
import { filesOf, hasFiles } from "./useDropped.ts";

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
  // Files with a higher number than this came since the dialog opened; null while it is closed.
  const [since, setSince] = useState<number | null>(null);
  const openDialog = () => setSince(Math.max(0, ...attached.rows.map(({ id }) => id)));
  const add = (files: readonly File[]) => {
    setSince((before) => before ?? Math.max(0, ...attaching.attached().rows.map(({ id }) => id)));
    attaching.add(files);
  };
  const isOver = useWindowFiles(add);
  useEffect(() => () => attaching.giveUp(), [attaching]);
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
      onFiles: (files) => attaching.add(files),
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

/** Files dropped or pasted anywhere in the window; whether some hang over it. */
function useWindowFiles(add: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current(filesOf(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || event.clipboardData.files.length === 0) return;
      event.preventDefault();
      latest.current(filesOf(event.clipboardData));
    };
    addEventListener("dragover", over, { signal });
    addEventListener("dragleave", leave, { signal });
    addEventListener("drop", drop, { signal });
    addEventListener("paste", paste, { signal });
    return () => ended.abort();
  }, []);
  return isOver;
}
