/** What is asked before something is done to several entries, or to a folder. */
import { Suspense } from "react";
import { useListed } from "../../entries/listing.ts";
import { plural } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { later } from "../../ui/later/later.ts";
import { useEntryActs } from "./useEntry.ts";
import { useMoving } from "./useMoving.ts";

const dialogs = () => import("./FolderDialogs.tsx");
const MoveDialog = later(async () => ({ default: (await dialogs()).MoveDialog }));
const RenameDialog = later(async () => ({ default: (await dialogs()).RenameDialog }));

export type Question =
  | { readonly about: "trash" }
  | { readonly about: "removing" | "moving"; readonly ids: readonly string[] }
  | { readonly about: "folder"; readonly folder: string };

interface AskedProps {
  question: Question;
  /** Those of these ids are gone for good. */
  onRemoved: (ids: readonly string[]) => void;
  onClose: () => void;
}

export function Asked({ question, onRemoved, onClose }: AskedProps) {
  const { rows = [], trash = [] } = useListed().data ?? {};
  const { remove } = useEntryActs();
  const { move, rename } = useMoving();
  if (question.about === "moving") {
    const ids = new Set(question.ids);
    const entries = rows.filter(({ id }) => ids.has(id));
    return (
      <Suspense>
        <MoveDialog {...{ entries, rows, onClose }} onMove={(folder) => move(question.ids, folder)} />
      </Suspense>
    );
  }
  if (question.about === "folder") {
    const { folder } = question;
    return (
      <Suspense>
        <RenameDialog {...{ folder, onClose }} rows={[...rows, ...trash]} onRename={(to) => rename(folder, to)} />
      </Suspense>
    );
  }
  const isAll = question.about === "trash";
  const ids = isAll ? trash.map(({ id }) => id) : question.ids;
  return (
    <ConfirmDialog
      opened
      danger
      title={isAll ? "Empty the trash?" : `Delete ${plural(ids.length, "entry", "entries")} for good?`}
      confirm="Delete for good"
      onConfirm={async () => {
        await remove(ids);
        onRemoved(ids);
      }}
      onClose={onClose}
    >
      {isAll
        ? "Everything in it goes from all your devices. Nobody can bring it back."
        : "They go from all your devices, with their earlier versions. Nobody can bring them back. Copies that you sent stay with those who got them."}
    </ConfirmDialog>
  );
}
