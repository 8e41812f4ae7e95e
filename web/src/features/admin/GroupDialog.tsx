/** Making a group, or changing its name and who is in it. */
import { Button, Modal, TextInput } from "@mantine/core";
import { PeoplePicker } from "../../ui/PeoplePicker/PeoplePicker.tsx";
import type { Choice, Found } from "../../ui/PeoplePicker/found.ts";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./admin.module.css";

export interface GroupDialogProps {
  opened: boolean;
  /** A new group, or one that exists. */
  isNew: boolean;
  name: string;
  members: Choice[];
  onChange: (change: { name?: string; members?: Choice[] }) => void;
  search: (typed: string) => Promise<Found>;
  errors: { name?: string };
  problem: string | null;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

export function GroupDialog(props: GroupDialogProps) {
  const { opened, isNew, name, members, onChange, errors, problem, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={isNew ? "New group" : "Change group"}
      size={560}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form className={classes.dialog} onSubmit={submits(props.onSubmit)} noValidate>
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          autoComplete="off"
          maxLength={100}
          error={errors.name}
          data-autofocus
        />
        <PeoplePicker
          label="Members"
          value={members}
          onChange={(chosen) => onChange({ members: chosen })}
          search={props.search}
          placeholder="Add people"
          placeholderMore="Add more"
        />
        <p className={classes.text}>
          Everyone who writes to this group is shown who was added before their next message goes out.
        </p>
        <div className={classes.dialogButtons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.busy}>
            {isNew ? "Make the group" : "Save"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
