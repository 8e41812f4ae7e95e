/** Asked when a window with something written in it is closed. */
import { ConfirmDialog } from "../ui/ConfirmDialog/ConfirmDialog.tsx";

export function DiscardDialog({
  opened,
  onDiscard,
  onKeep,
}: {
  opened: boolean;
  onDiscard: () => void;
  onKeep: () => void;
}) {
  return (
    <ConfirmDialog
      opened={opened}
      title="Discard this message?"
      confirm="Discard"
      cancel="Keep writing"
      danger
      onConfirm={onDiscard}
      onClose={onKeep}
    >
      What you have written is not kept anywhere.
    </ConfirmDialog>
  );
}
