/** State of the dialog for a new password. */
import { useState } from "react";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import { useStrength } from "../../ui/PasswordField/useStrength.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { ChangePasswordDialogProps } from "./ChangePasswordDialog.tsx";
import { credentialsSentence, credentialsVersion, isWrongPassword, putCredentials } from "./credentials.ts";

const MIN_LENGTH = 12;
const MIN_SCORE = 3;
const NOTHING = { current: "", next: "", again: "" };

export function useChangePassword(onClose: () => void): Omit<ChangePasswordDialogProps, "opened"> {
  const { me, name } = useUnlocked();
  const [typed, setTyped] = useState(NOTHING);
  const [errors, setErrors] = useState<ChangePasswordDialogProps["errors"]>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { next } = typed;
  const { strength, judge } = useStrength(next, [name, me.addr]);
  const change = async () => {
    setBusy(true);
    setProblem(null);
    try {
      // Pressed before it was judged, it is judged first.
      if ((await judge()).score < MIN_SCORE) {
        setErrors({ next: "Choose a password that is harder to guess" });
        return;
      }
      await putCredentials(await keyring().changePassword(typed.current, next, await credentialsVersion()));
      toast({ message: "Password changed. You were signed out everywhere else." });
      onClose();
    } catch (failure) {
      if (isWrongPassword(failure)) setErrors({ current: "That password does not match." });
      else setProblem(credentialsSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return {
    ...typed,
    ...{ strength, errors, problem, busy, onClose },
    onChange: (edit) => {
      setTyped({ ...typed, ...edit });
      setErrors({});
    },
    onSubmit: () => {
      const found = errorsOf(typed);
      setErrors(found);
      if (Object.keys(found).length === 0 && !busy) void change();
    },
  };
}

function errorsOf(typed: typeof NOTHING): ChangePasswordDialogProps["errors"] {
  const isShort = Array.from(typed.next).length < MIN_LENGTH;
  return {
    ...(typed.current === "" ? { current: "Enter your current password" } : {}),
    ...(isShort ? { next: `Use at least ${MIN_LENGTH} characters` } : {}),
    ...(typed.again === typed.next ? {} : { again: "Type the same password again" }),
  };
}
