/**
 * A question before something that cannot be undone. It says what will happen.
 *
 * The safe answer has the focus, or the field to type in where typing comes first.
 */
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import classes from "./ConfirmDialog.module.css";

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** The verb that it is about. */
  confirm: string;
  cancel?: string;
  danger?: boolean;
  /** Has to be typed first: for acts that must not happen by a slip. */
  typed?: { label: string; value: string };
  onConfirm: () => void | Promise<void>;
  onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const ready = props.typed === undefined || typed.trim() === props.typed.value;
  const close = () => {
    setTyped("");
    props.onClose();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
      close();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      size={440}
      closeButtonProps={{ "aria-label": "Close" }}
      classNames={{ inner: classes.inner ?? "", content: classes.content ?? "" }}
    >
      <div className={classes.text}>{props.children}</div>
      {props.typed !== undefined && (
        <TextInput
          label={props.typed.label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          mb="md"
          data-autofocus
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={close} data-autofocus={props.typed === undefined || undefined}>
          {props.cancel ?? "Cancel"}
        </Button>
        <Button
          color={props.danger === true ? "wax" : "ink"}
          disabled={!ready}
          loading={busy}
          onClick={() => void confirm()}
        >
          {props.confirm}
        </Button>
      </div>
    </Modal>
  );
}
