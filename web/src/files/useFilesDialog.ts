/** The dialog that adds files: those that came since it opened are its own, until they are added or dropped with it. */
import { useState, useSyncExternalStore } from "react";
import type { Attaching, Listed } from "./attaching.ts";
import type { FilesDialogProps } from "./FilesDialog.tsx";
import type { FileLimits, Holder } from "./filesModel.ts";
import type { Dropped } from "./useDropped.ts";

export interface FilesDialogState {
  readonly attached: Listed;
  readonly dialog: FilesDialogProps;
  readonly open: () => void;
  /** Files that came another way: the dialog opens with them. */
  readonly add: (dropped: Dropped) => void;
}

interface Options {
  readonly limits: FileLimits;
  readonly holder: Holder;
  readonly isOpen?: boolean;
  /** The files with these ids are to be kept. */
  readonly onAdd?: (ids: readonly number[]) => void;
}

export function useFilesDialog(attaching: Attaching, { limits, holder, isOpen, onAdd }: Options): FilesDialogState {
  const attached = useSyncExternalStore(attaching.subscribe, attaching.listed);
  // Files with a higher number than this came since the dialog opened; null while it is closed.
  const [since, setSince] = useState<number | null>(isOpen === true ? 0 : null);
  // Looked at now: React may ask only after the files have come.
  const newest = () => Math.max(0, ...attaching.rows().map(({ id }) => id));
  const rows = attached.rows.filter(({ id }) => since !== null && id > since);
  const close = () => {
    attaching.forgetRefused();
    setSince(null);
  };
  return {
    attached,
    open: () => setSince(newest()),
    add: ({ files, folders }) => {
      const before = newest();
      setSince((known) => known ?? before);
      attaching.add(files, folders);
    },
    dialog: {
      opened: since !== null,
      ...{ limits, holder, files: { listed: rows, doing: attaching } },
      refused: attached.refused,
      onChosen: ({ files, folders }) => attaching.add(files, folders),
      onRemove: (id) => attaching.remove(id),
      onTryAgain: (id) => attaching.tryAgain(id),
      onCancel: () => {
        for (const { id } of rows) attaching.remove(id);
        close();
      },
      onAdd: () => {
        const ids = new Set(rows.map(({ id }) => id));
        const good = attaching.rows().filter(({ id, state }) => ids.has(id) && state.phase !== "failed");
        onAdd?.(good.map(({ id }) => id));
        close();
      },
    },
  };
}
