/** State of the export: a file locked with a passphrase, or a plain one after a warning and the password. */
import { useState } from "react";
import { sentenceOf } from "../../api/problems.ts";
import type { Judgement } from "../../lib/strength.ts";
import { useUnlocked } from "../../session/state.ts";
import { useStrength } from "../../ui/PasswordField/useStrength.ts";
import { exportPlain, exportSealed, isWrongPassword, keepFile } from "./carrying.ts";

const MIN_LENGTH = 12;
const MIN_SCORE = 3;

export type ExportKind = "locked" | "plain";
export interface Typed {
  readonly passphrase: string;
  readonly again: string;
  readonly password: string;
}
export type Errors = Partial<Record<keyof Typed, string>>;

export interface Exporting {
  readonly kind: ExportKind;
  readonly typed: Typed;
  readonly strength: Judgement | null;
  readonly errors: Errors;
  readonly problem: string | null;
  readonly isBusy: boolean;
  /** The name of the file that was handed over. */
  readonly done: string | null;
  setKind: (kind: ExportKind) => void;
  change: (edit: Partial<Typed>) => void;
  send: () => void;
}

const NOTHING: Typed = { passphrase: "", again: "", password: "" };

export function useExport(now: Date): Exporting {
  const [kind, setKind] = useState<ExportKind>("locked");
  const [typed, setTyped] = useState(NOTHING);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const { me, name: own } = useUnlocked();
  const { strength, judge } = useStrength(typed.passphrase, [own, me.addr]);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const isLocked = kind === "locked";
      // Pressed before it was judged, it is judged first.
      if (isLocked && (await judge()).score < MIN_SCORE) {
        setErrors({ passphrase: "Choose a passphrase that is harder to guess" });
        return;
      }
      const bytes = isLocked ? await exportSealed(typed.passphrase) : await exportPlain(typed.password);
      const name = `waxpost-entries-${dayOf(now)}.${isLocked ? "age" : "json"}`;
      keepFile(bytes, name, isLocked ? "application/octet-stream" : "application/json");
      setTyped(NOTHING);
      setDone(name);
    } catch (failure) {
      if (isWrongPassword(failure)) setErrors({ password: "That password does not match." });
      else setProblem(sentenceOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ kind, typed, strength, errors, problem, isBusy, done },
    setKind: (next) => {
      setKind(next);
      setErrors({});
      setProblem(null);
    },
    change: (edit) => {
      setTyped({ ...typed, ...edit });
      setErrors({});
    },
    send: () => {
      const found = kind === "locked" ? passphraseErrors(typed) : passwordErrors(typed);
      setErrors(found);
      if (Object.keys(found).length === 0 && !isBusy) void run();
    },
  };
}

function passphraseErrors({ passphrase, again }: Typed): Errors {
  const isShort = Array.from(passphrase).length < MIN_LENGTH;
  if (isShort) return { passphrase: `Use at least ${MIN_LENGTH} characters` };
  return again === passphrase ? {} : { again: "Type the same passphrase again" };
}

function passwordErrors({ password }: Typed): Errors {
  return password === "" ? { password: "Enter your password" } : {};
}

function dayOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
