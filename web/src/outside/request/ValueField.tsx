/** One field that is asked for; secret ones begin covered, and a password can be made. */
import { IconEye, IconEyeOff, IconRefresh } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useWords } from "../words/language.ts";
import type { Asked } from "./states.ts";
import { shownLine } from "./shown.ts";
import { useTexts } from "./words/texts.ts";
import classes from "../outside.module.css";

const COVERED = new Set(["password", "totp", "private-key", "passphrase", "token", "code"]);
const LONG = new Set(["private-key", "public-key", "note"]);
/** What one value may be long, in letters: four bytes at most each. */
const MOST = 16_000;

interface ValueFieldProps {
  field: Asked["fields"][number];
  value: string;
  onChange: (value: string) => void;
  /** A password that was made here; null when that failed. */
  onMake: () => Promise<string | null>;
  isFixed: boolean;
}

export function ValueField({ field, value, onChange, onMake, isFixed }: ValueFieldProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const label = useLabel(field);
  const make = async () => {
    const made = await onMake();
    if (made === null) return;
    onChange(made);
    // Whoever had it made needs it on the other side as well.
    setShown(true);
  };
  const isSecret = COVERED.has(field.f) && !LONG.has(field.f);
  const shared = {
    ...{
      id,
      value,
      maxLength: MOST,
      readOnly: isFixed,
      autoComplete: "off",
      autoCapitalize: "none",
      spellCheck: false,
    },
  } as const;
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <span className={classes.input}>
        {LONG.has(field.f) ? (
          <textarea {...shared} rows={4} onInput={(event) => onChange(event.currentTarget.value)} />
        ) : (
          <input
            {...shared}
            type={isSecret && !isShown ? "password" : "text"}
            autoComplete={isSecret ? "new-password" : "off"}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
        )}
        {isSecret && <Reveal label={label} isShown={isShown} onPress={() => setShown(!isShown)} />}
        {field.f === "password" && !isFixed && <Make onPress={() => void make()} />}
      </span>
    </div>
  );
}

function Reveal({ label, isShown, onPress }: { label: string; isShown: boolean; onPress: () => void }) {
  const { show, hide } = useTexts();
  return (
    <button
      type="button"
      className={classes.icon}
      aria-label={`${show}: ${label}`}
      aria-pressed={isShown}
      title={isShown ? hide : show}
      onClick={onPress}
    >
      {isShown ? <IconEyeOff size={20} stroke={1.75} /> : <IconEye size={20} stroke={1.75} />}
    </button>
  );
}

function Make({ onPress }: { onPress: () => void }) {
  const { generate } = useTexts();
  return (
    <button type="button" className={classes.icon} aria-label={generate} title={generate} onClick={onPress}>
      <IconRefresh size={20} stroke={1.75} />
    </button>
  );
}

/** The asker's word for it; what has its usual English name has the usual one of the page's language. */
function useLabel({ f, label }: Asked["fields"][number]): string {
  const { items } = useWords();
  const usual: Readonly<Record<string, string>> = items.fields;
  return label.toLowerCase() === f ? (usual[f] ?? label) : shownLine(label);
}
