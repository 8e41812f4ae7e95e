/** State of the dialog for a new password. */
import { useEffect, useState } from "react";
import { judgePassword } from "../../lib/strength.ts";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { ChangePasswordDialogProps } from "./ChangePasswordDialog.tsx";
import { credentialsSentence, credentialsVersion, isWrongPassword, putCredentials } from "./credentials.ts";

const MIN_LENGTH = 12;
const MIN_SCORE = 3;
const NOTHING = { current: "", next: "", again: "" };

type Strength = ChangePasswordDialogProps["strength"];

export function useChangePassword(onClose: () => void): Omit<ChangePasswordDialogProps, "opened"> {
  const { me, name } = useUnlocked();
  const [typed, setTyped] = useState(NOTHING);
  const [judged, setJudged] = useState<{ password: string; strength: Strength }>({ password: "", strength: null });
  const [errors, setErrors] = useState<ChangePasswordDialogProps["errors"]>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { next } = typed;
  useEffect(() => {
    let isCurrent = true;
    if (next === "") return undefined;
    judgePassword(next, [name, me.addr]).then(
      (strength) => isCurrent && setJudged({ password: next, strength }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [next, name, me.addr]);
  const strength = judged.password === next ? judged.strength : null;
  const change = async () => {
    setBusy(true);
    setProblem(null);
    try {
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
      const found = errorsOf(typed, strength);
      setErrors(found);
      if (Object.keys(found).length === 0 && !busy) void change();
    },
  };
}

function errorsOf(typed: typeof NOTHING, strength: Strength): ChangePasswordDialogProps["errors"] {
  const isShort = Array.from(typed.next).length < MIN_LENGTH;
  const weak = isShort
    ? `Use at least ${MIN_LENGTH} characters`
    : (strength?.score ?? 0) < MIN_SCORE
      ? "Choose a password that is harder to guess"
      : null;
  return {
    ...(typed.current === "" ? { current: "Enter your current password" } : {}),
    ...(weak === null ? {} : { next: weak }),
    ...(typed.again === typed.next ? {} : { again: "Type the same password again" }),
  };
}
