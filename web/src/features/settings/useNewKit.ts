/** State of the dialog for a new recovery kit: the password, then the sheet, then two groups typed back. */
import { useState } from "react";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import type { Kit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import { keepKit, printKit } from "../../ui/RecoveryKit/keeping.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { WorkerProblem } from "../../worker/calls.ts";
import { credentialsSentence, credentialsVersion, isWrongPassword, putCredentials } from "./credentials.ts";
import type { NewKitDialogProps } from "./NewKitDialog.tsx";

const WRONG_GROUPS = "The groups are not those of your new kit. Look at it again.";

/** Why the new kit cannot be used yet. */
export function kitReason(isKept: boolean, typed: NewKitDialogProps["typed"]): string | null {
  if (!isKept) return "Download or print your kit to go on";
  const areTyped = typed[2].trim().length >= 4 && typed[5].trim().length >= 4;
  return areTyped ? null : "Type both groups to go on";
}

/** What the dialog holds, and work that ends in a sentence if it fails. */
function useKitState() {
  const [password, setPassword] = useState("");
  const [passwordError, setPasswordError] = useState<string | null>(null);
  const [kit, setKit] = useState<Kit | null>(null);
  const [isKept, setKept] = useState(false);
  const [typed, setTyped] = useState({ 2: "", 5: "" });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      if (isWrongPassword(failure)) {
        // The sheet that was shown is worth nothing: it begins anew.
        setKit(null);
        setTyped({ 2: "", 5: "" });
        setPasswordError("That password does not match.");
      } else if (failure instanceof WorkerProblem && failure.code === "code-not-proven") setProblem(WRONG_GROUPS);
      else setProblem(credentialsSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  const values = { password, passwordError, kit, isKept, typed, problem, busy };
  return { ...values, setPassword, setPasswordError, setKit, setKept, setTyped, setProblem, run };
}

export function useNewKit(onClose: () => void): Omit<NewKitDialogProps, "opened"> {
  const { me, name } = useUnlocked();
  const { password, passwordError, kit, isKept, typed, problem, busy, run, ...set } = useKitState();
  const make = async () => {
    const { recoveryCode } = await keyring().startNewRecoveryCode(password, await credentialsVersion());
    set.setKit({ name, addr: me.addr, host: location.host, code: recoveryCode, madeAt: new Date() });
  };
  const use = async () => {
    if (!(await keyring().proveRecoveryCode(typed[2], typed[5]))) {
      set.setProblem(WRONG_GROUPS);
      return;
    }
    await putCredentials(await keyring().newCredentials());
    toast({ message: "Your new recovery kit works. The old one does not any more." });
    onClose();
  };
  return {
    ...{ password, passwordError, kit, typed, problem, busy, onClose },
    onPassword: (text) => {
      set.setPassword(text);
      set.setPasswordError(null);
    },
    onTyped: (group, text) => set.setTyped({ ...typed, [group]: text }),
    onDownload: () => void (kit !== null && keepKit(kit).then(() => set.setKept(true))),
    onPrint: () => {
      printKit();
      set.setKept(true);
    },
    reason: kit === null ? null : kitReason(isKept, typed),
    onSubmit: () => {
      if (busy) return;
      if (kit === null && password === "") set.setPasswordError("Enter your password");
      else void run(kit === null ? make : use);
    },
  };
}
