/** An attached copy of an entry once more: which of its fields go. It is taken anew, as the entry is now. */
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { AttachedItem, EntrySource } from "../../credentials/model.ts";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { copiesOf } from "./choosing.ts";
import { useEntry } from "../listing.ts";
import { FieldsPanel } from "./FieldsPanel.tsx";
import classes from "./picking.module.css";

interface FieldsDialogProps {
  source: EntrySource;
  onSave: (attached: readonly AttachedItem[]) => void;
  onClose: () => void;
}

export default function FieldsDialog({ source, onSave, onClose }: FieldsDialogProps) {
  const shown = useEntry(source.id);
  const [chosen, setChosen] = useState(source);
  const [trouble, setTrouble] = useState<string | null>(null);
  const rev = shown.state === "ready" ? shown.entry.rev : chosen.rev;
  const save = () => {
    const fields = rev === chosen.rev ? chosen.fields : null;
    copiesOf([{ id: source.id, rev, fields }]).then(onSave, () => setTrouble("This was not saved. Try again."));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Edit entry copy"
      size={520}
      zIndex={300}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.alone}>
        {trouble !== null && (
          <Strip tone="danger" role="alert">
            {trouble}
          </Strip>
        )}
        {shown.state === "ready" && shown.entry.rev !== source.rev && (
          <Strip tone="warn">This entry was changed since you added it. Saving takes it as it is now.</Strip>
        )}
        {shown.state === "gone" ? (
          <p className={classes.untick}>This entry was deleted. The copy in this message stays as it is.</p>
        ) : (
          <FieldsPanel source={chosen} onChange={setChosen} />
        )}
        <div className={classes.aloneEnd}>
          <Button variant="subtle" color="gray" onClick={onClose}>
            Cancel
          </Button>
          {shown.state === "ready" && <Button onClick={save}>Save</Button>}
        </div>
      </div>
    </Modal>
  );
}
