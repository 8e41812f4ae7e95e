/** A new recovery kit: the password first, then the sheet, then two of its groups typed back. */
import { Button, Modal, TextInput } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { RecoveryKit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import type { Kit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./settings.module.css";

export interface NewKitDialogProps {
  opened: boolean;
  password: string;
  onPassword: (password: string) => void;
  passwordError: string | null;
  /** null until the password was right. */
  kit: Kit | null;
  typed: { 2: string; 5: string };
  onTyped: (group: 2 | 5, text: string) => void;
  onDownload: () => void;
  onPrint: () => void;
  /** Why it cannot be finished yet. */
  reason: string | null;
  problem: string | null;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

const GROUPS = [2, 5] as const;

function Prove({ kit, typed, onTyped, onDownload, onPrint }: NewKitDialogProps & { kit: Kit }) {
  return (
    <>
      <RecoveryKit kit={kit} />
      <div className={classes.buttons}>
        <Button leftSection={<IconDownload size={18} stroke={1.75} />} onClick={onDownload}>
          Download PDF
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} stroke={1.75} />} onClick={onPrint}>
          Print
        </Button>
      </div>
      <p>Type groups 2 and 5 from your new kit. The old kit stops working.</p>
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <TextInput
            key={group}
            label={`Group ${group}`}
            value={typed[group]}
            onChange={(event) => onTyped(group, event.currentTarget.value)}
            maxLength={8}
            autoComplete="off"
            classNames={{ input: classes.mono ?? "" }}
          />
        ))}
      </div>
    </>
  );
}

export function NewKitDialog(props: NewKitDialogProps) {
  const { opened, kit, problem, reason, busy, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Make a new recovery kit"
      size={470}
      closeOnClickOutside={kit === null}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submits(props.onSubmit)} className={classes.dialog} noValidate>
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        {kit === null ? (
          <PasswordField
            label="Password"
            value={props.password}
            onChange={props.onPassword}
            autoComplete="current-password"
            error={props.passwordError}
            firstFocus
          />
        ) : (
          <Prove {...props} kit={kit} />
        )}
        <div className={classes.dialogButtons}>
          {reason !== null && kit !== null && <span id="kit-reason">{reason}</span>}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={kit !== null && reason !== null}
            aria-describedby={reason === null ? undefined : "kit-reason"}
          >
            {kit === null ? "Continue" : "Use the new kit"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
