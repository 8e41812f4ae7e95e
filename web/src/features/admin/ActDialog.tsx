/** What an act on a person means, asked before it happens. */
import { firstName } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import type { AdminPerson } from "./model.ts";
import type { PersonAct } from "./UsersView.tsx";

interface ActDialogProps {
  pending: { person: AdminPerson; act: PersonAct } | null;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

function wording(name: string, act: PersonAct): { title: string; text: string; confirm: string; danger: boolean } {
  switch (act) {
    case "suspend":
      return {
        title: `Suspend ${name}?`,
        text: `${name} cannot sign in from now on and gets no new messages. What ${name} has already opened stays on those devices.`,
        confirm: "Suspend",
        danger: true,
      };
    case "restore":
      return {
        title: `Restore ${name}?`,
        text: `${name} can sign in again and gets new messages.`,
        confirm: "Restore",
        danger: false,
      };
    case "make-administrator":
      return {
        title: `Make ${name} an administrator?`,
        text: `${name} can then invite and suspend people, change groups and let people start over. ${name} cannot read anybody’s messages.`,
        confirm: "Make administrator",
        danger: false,
      };
    case "make-member":
      return {
        title: `Make ${name} a member?`,
        text: `${name} no longer sees these pages.`,
        confirm: "Make member",
        danger: false,
      };
    case "start-over":
      return {
        title: `Let ${name} start over?`,
        text: `Only if both the password and the recovery kit are lost, and you are sure that it is ${name} who asks. You get a link for 7 days that works once. When it is used, open sessions end, ${name} makes a new key and can never open the old messages. Everyone who writes to ${name} is told that the key is new.`,
        confirm: `Let ${name} start over`,
        danger: true,
      };
  }
}

export function ActDialog({ pending, onConfirm, onClose }: ActDialogProps) {
  if (pending === null) return null;
  const { person, act } = pending;
  const { title, text, confirm, danger } = wording(firstName(person.name), act);
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={confirm}
      danger={danger}
      {...(act === "start-over" ? { typed: { label: `Type “${person.name}” to confirm`, value: person.name } } : {})}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {text}
    </ConfirmDialog>
  );
}
