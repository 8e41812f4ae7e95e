/** Settings of random passwords: length, kinds with "at least n", and what may or must not appear. */
import { Button, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useId, useState } from "react";
import { LengthField, NumberField, Tick } from "./fields.tsx";
import type { SettingsOf } from "./model.ts";
import classes from "./credentials.module.css";

type Random = SettingsOf<"random">;
type KindName = Random["kinds"][number]["kind"];

const MAIN: [KindName, string, string][] = [
  ["capitals", "Capitals", "A–Z"],
  ["digits", "Digits", "0–9"],
  ["small", "Small letters", "a–z"],
  ["symbols", "Symbols", "!#$%"],
];
const FURTHER: [KindName, string, string][] = [
  ["brackets", "Brackets", "()<>[]{}"],
  ["minus", "Minus", "-"],
  ["space", "Space", ""],
  ["underline", "Underline", "_"],
  ["accents", "Accents", "éÜñ"],
];

interface FieldsProps {
  settings: Random;
  onChange: (settings: Random) => void;
}

function KindField({
  kind,
  label,
  sample,
  settings,
  onChange,
}: FieldsProps & { kind: KindName; label: string; sample: string }) {
  const on = settings.kinds.find((one) => one.kind === kind);
  const others = settings.kinds.filter((one) => one.kind !== kind);
  return (
    <div className={classes.kind}>
      <Tick
        label={label}
        sample={sample}
        checked={on !== undefined}
        onChange={(checked) => onChange({ ...settings, kinds: checked ? [...others, { kind, least: 1 }] : others })}
      />
      {on !== undefined && (
        <NumberField
          label={`${label}, at least`}
          shown="at least"
          value={on.least}
          min={0}
          max={128}
          onChange={(least) => onChange({ ...settings, kinds: [...others, { kind, least }] })}
        />
      )}
    </div>
  );
}

function TextBeside({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <label className={classes.beside} htmlFor={id}>
      {label}
      <TextInput
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
        size="xs"
      />
    </label>
  );
}

export function RandomFields({ settings, onChange }: FieldsProps) {
  const hasFurther = FURTHER.some(([kind]) => settings.kinds.some((one) => one.kind === kind));
  const [isOpen, setOpen] = useState(hasFurther || settings.always !== "" || !settings.repeats);
  const Chevron = isOpen ? IconChevronUp : IconChevronDown;
  const change = (part: Partial<Random>) => onChange({ ...settings, ...part });
  const kinds = (list: typeof MAIN) =>
    list.map(([kind, label, sample]) => (
      <KindField key={kind} kind={kind} label={label} sample={sample} settings={settings} onChange={onChange} />
    ));
  return (
    <div className={classes.settings}>
      <LengthField label="Length" value={settings.length} min={8} max={128} onChange={(length) => change({ length })} />
      <div className={classes.grid}>
        {kinds(MAIN)}
        <Tick
          label="No look-alikes"
          sample="1 l I 0 O |"
          checked={!settings.alike}
          onChange={(no) => change({ alike: !no })}
        />
        <TextBeside label="Leave out" value={settings.without} onChange={(without) => change({ without })} />
        {isOpen && kinds(FURTHER)}
        {isOpen && <Tick label="No repeats" checked={!settings.repeats} onChange={(no) => change({ repeats: !no })} />}
        {isOpen && (
          <TextBeside label="Always include" value={settings.always} onChange={(always) => change({ always })} />
        )}
      </div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.more ?? ""}
        aria-expanded={isOpen}
        rightSection={<Chevron size={15} stroke={1.75} />}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? "Less" : "More"}
      </Button>
    </div>
  );
}
