/** The two steps that every flow of an account ends with: a password chosen, a recovery kit kept and proven. */
import { useState } from "react";
import { useStrength } from "../../ui/PasswordField/useStrength.ts";
import { keepKit, printKit } from "../../ui/RecoveryKit/keeping.ts";
import type { Kit } from "../../ui/RecoveryKit/RecoveryKit.tsx";
import { kitReason } from "./KitStep.tsx";
import type { KitStepProps } from "./KitStep.tsx";
import { passwordReason } from "./PasswordStep.tsx";
import type { PasswordStepProps } from "./PasswordStep.tsx";

/** `known`: name and address, which others would try first. */
export function usePassword(known: readonly string[]): {
  view: Omit<PasswordStepProps, "title" | "lead" | "addr">;
  reason: string | null;
  value: string;
} {
  const [typed, setTyped] = useState({ password: "", again: "" });
  const { password, again } = typed;
  const { strength } = useStrength(password, known);
  const weak = passwordReason(password, strength);
  const differs = again !== "" && again !== password && !password.startsWith(again);
  return {
    value: password,
    reason: weak ?? (again === password ? null : "Type the same password again"),
    view: {
      ...{ password, again, strength },
      onChange: (change) => setTyped({ ...typed, ...change }),
      errors: differs ? { again: "Type the same password again" } : {},
    },
  };
}

/** `code` is null until it is made. */
export function useKit(
  code: string | null,
  whose: { name: string; addr: string },
): {
  view: Omit<KitStepProps, "organisation" | "error"> | null;
  reason: string | null;
  typed: { 2: string; 5: string };
} {
  const [kept, setKept] = useState<KitStepProps["kept"]>("no");
  const [typed, setTyped] = useState({ 2: "", 5: "" });
  const [madeAt] = useState(() => new Date());
  if (code === null) return { view: null, reason: null, typed };
  const kit: Kit = { ...whose, host: location.host, code, madeAt };
  return {
    typed,
    reason: kitReason(kit, kept, typed),
    view: {
      ...{ kit, kept, typed },
      onDownload: () => void keepKit(kit).then(() => setKept("downloaded")),
      onPrint: () => {
        printKit();
        setKept("printed");
      },
      onTyped: (group, text) => setTyped({ ...typed, [group]: text }),
    },
  };
}
