/** The dialogs that add credentials and copies of entries to what is being written. */
import { Suspense } from "react";
import type { ItemsState } from "../credentials/useItems.ts";
import { later } from "../ui/later/later.ts";

const CredentialsDialog = later(() => import("../credentials/CredentialsDialog.tsx"));
const FieldsDialog = later(() => import("../entries/picking/FieldsDialog.tsx"));
const PickerDialog = later(() => import("../entries/picking/PickerDialog.tsx"));

export function ItemsDialog({ items }: { items: ItemsState }) {
  const { dialog, room, take, close } = items;
  if (dialog === null) return null;
  if (dialog.kind === "entries")
    return (
      <Suspense>
        <PickerDialog room={room} onAdd={take} onClose={close} />
      </Suspense>
    );
  if (dialog.kind === "fields")
    return (
      <Suspense>
        <FieldsDialog source={dialog.source} onSave={take} onClose={close} />
      </Suspense>
    );
  const { attached } = dialog;
  return (
    <Suspense>
      <CredentialsDialog
        item={attached?.item ?? null}
        keep={attached?.keep ?? false}
        onAdd={(item, keep) => take([{ item, keep, source: null }])}
        onClose={close}
      />
    </Suspense>
  );
}
