/** A new password, with the current one asked again. The key stays the same. */
import { Button, Modal } from "@mantine/core";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { StrengthBar } from "../../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./settings.module.css";

export interface ChangePasswordDialogProps {
  opened: boolean;
  current: string;
  next: string;
  again: string;
  onChange: (change: { current?: string; next?: string; again?: string }) => void;
  strength: { score: Score; hint: string } | null;
  errors: { current?: string; next?: string; again?: string };
  problem: string | null;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

export function ChangePasswordDialog(props: ChangePasswordDialogProps) {
  const { opened, current, next, again, onChange, strength, errors, problem, busy, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Change password"
      size={440}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submits(props.onSubmit)} className={classes.dialog} noValidate>
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        <PasswordField
          label="Current password"
          value={current}
          onChange={(value) => onChange({ current: value })}
          autoComplete="current-password"
          error={errors.current}
          firstFocus
        />
        <div>
          <PasswordField
            label="New password"
            value={next}
            onChange={(value) => onChange({ next: value })}
            autoComplete="new-password"
            description="At least 12 characters."
            error={errors.next}
          />
          <StrengthBar score={next === "" ? null : (strength?.score ?? null)} hint={strength?.hint} />
        </div>
        <PasswordField
          label="New password again"
          value={again}
          onChange={(value) => onChange({ again: value })}
          autoComplete="new-password"
          error={errors.again}
        />
        <p>You are signed out everywhere else.</p>
        <div className={classes.dialogButtons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Change password
          </Button>
        </div>
      </form>
    </Modal>
  );
}
