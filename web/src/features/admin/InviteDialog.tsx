/** Inviting somebody: address, proposed name and role, then the link to pass on. */
import { Button, Modal, Radio, TextInput } from "@mantine/core";
import { CopyButton } from "../../ui/CopyButton/CopyButton.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./admin.module.css";

export interface InviteDialogProps {
  opened: boolean;
  addr: string;
  name: string;
  role: "member" | "administrator";
  onChange: (change: { addr?: string; name?: string; role?: "member" | "administrator" }) => void;
  errors: { addr?: string; name?: string };
  problem: string | null;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

export function InviteDialog(props: InviteDialogProps) {
  const { opened, addr, name, role, onChange, errors, problem, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Invite people"
      size={460}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form className={classes.dialog} onSubmit={submits(props.onSubmit)} noValidate>
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        <TextInput
          label="Email address"
          type="email"
          value={addr}
          onChange={(event) => onChange({ addr: event.currentTarget.value })}
          autoComplete="off"
          error={errors.addr}
          data-autofocus
        />
        <TextInput
          label="Name"
          description="Only a proposal: they can change it when they join."
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          autoComplete="off"
          maxLength={100}
          error={errors.name}
        />
        <Radio.Group
          label="Role"
          value={role}
          onChange={(value) => onChange({ role: value === "administrator" ? "administrator" : "member" })}
        >
          <div className={classes.radios}>
            <Radio value="member" label="Member" />
            <Radio value="administrator" label="Administrator" />
          </div>
        </Radio.Group>
        <div className={classes.dialogButtons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.busy}>
            Make the link
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export interface LinkDialogProps {
  /** null closes the dialog. */
  link: { url: string; title: string; text: string } | null;
  onClose: () => void;
}

/** A link that was just made, whole, to be passed on by hand. */
export function LinkDialog({ link, onClose }: LinkDialogProps) {
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title={link?.title ?? ""}
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {link !== null && (
        <div className={classes.dialog}>
          <p className={classes.text}>{link.text}</p>
          <TextInput
            aria-label="Link"
            value={link.url}
            readOnly
            onFocus={(event) => event.currentTarget.select()}
            classNames={{ input: classes.mono ?? "" }}
          />
          <p className={classes.text}>
            The part after # is the key. It is only in this link and never reaches the server. Pass the link on
            yourself: in a chat, on paper, in your own mail program.
          </p>
          <div className={classes.dialogButtons}>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
            <CopyButton value={link.url} label="Copy link" variant="filled" focused />
          </div>
        </div>
      )}
    </Modal>
  );
}
