/** Settings of every mode of the generator. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { LengthField, NumberField, Tick } from "./fields.tsx";
import type { GeneratorSettings, SettingsOf } from "./model.ts";
import { RandomFields } from "./RandomFields.tsx";
import classes from "./credentials.module.css";

interface FieldsProps<Settings> {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "cs", label: "Czech" },
  { value: "fr", label: "French" },
  { value: "it", label: "Italian" },
  { value: "pt", label: "Portuguese" },
  { value: "es", label: "Spanish" },
];
const SEPARATORS = [
  { value: "-", label: "Minus  -" },
  { value: ".", label: "Full stop  ." },
  { value: "_", label: "Underline  _" },
  { value: ",", label: "Comma  ," },
  { value: " ", label: "Space" },
  { value: "", label: "None" },
];
const HEX_SEPARATORS = [
  { value: "", label: "None" },
  { value: ":", label: "Colon  :" },
  { value: "-", label: "Minus  -" },
  { value: " ", label: "Space" },
];
const CASES = [
  { value: "none", label: "None" },
  { value: "first", label: "First letter" },
  { value: "mixed", label: "Mixed" },
];

function Choice(props: {
  label: string;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label className={classes.beside}>
      {props.label}
      <NativeSelect
        size="xs"
        value={props.value}
        data={props.data}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function PassphraseFields({ settings, onChange }: FieldsProps<SettingsOf<"passphrase">>) {
  const change = (change: Partial<SettingsOf<"passphrase">>) => onChange({ ...settings, ...change });
  return (
    <div className={classes.settings}>
      <LengthField label="Words" value={settings.words} min={3} max={12} onChange={(words) => change({ words })} />
      <div className={classes.grid}>
        <Choice
          label="List"
          value={settings.language}
          data={LANGUAGES}
          onChange={(language) => change({ language: language as typeof settings.language })}
        />
        <Choice
          label="Separator"
          value={settings.separator}
          data={SEPARATORS}
          onChange={(separator) => change({ separator })}
        />
        <Tick label="Capital letters" checked={settings.capitals} onChange={(capitals) => change({ capitals })} />
        <Tick label="Add a number" checked={settings.number} onChange={(number) => change({ number })} />
      </div>
    </div>
  );
}

function PronounceableFields({ settings, onChange }: FieldsProps<SettingsOf<"pronounceable">>) {
  const change = (change: Partial<SettingsOf<"pronounceable">>) => onChange({ ...settings, ...change });
  return (
    <div className={classes.settings}>
      <LengthField label="Length" value={settings.length} min={8} max={64} onChange={(length) => change({ length })} />
      <div className={classes.grid}>
        <Choice
          label="Capitals"
          value={settings.capitals}
          data={CASES}
          onChange={(capitals) => change({ capitals: capitals as typeof settings.capitals })}
        />
        <NumberField label="Digits" value={settings.digits} min={0} max={8} onChange={(digits) => change({ digits })} />
        <NumberField
          label="Symbols"
          value={settings.symbols}
          min={0}
          max={8}
          onChange={(symbols) => change({ symbols })}
        />
      </div>
    </div>
  );
}

function PinFields({ settings, onChange }: FieldsProps<SettingsOf<"pin">>) {
  const change = (change: Partial<SettingsOf<"pin">>) => onChange({ ...settings, ...change });
  return (
    <div className={classes.settings}>
      <LengthField label="Length" value={settings.length} min={4} max={12} onChange={(length) => change({ length })} />
      <div className={classes.grid}>
        <Tick label="No runs" sample="1234" checked={!settings.runs} onChange={(no) => change({ runs: !no })} />
        <Tick label="No repeats" sample="77" checked={!settings.repeats} onChange={(no) => change({ repeats: !no })} />
        <Tick label="No dates" sample="2412" checked={!settings.dates} onChange={(no) => change({ dates: !no })} />
      </div>
    </div>
  );
}

const LEGEND: [string, string][] = [
  ["d", "digit"],
  ["l L u", "letter: small, any, capital"],
  ["a A U", "letter or digit: small, any, capital"],
  ["v V Z", "vowel: small, any, capital"],
  ["c C z", "consonant: small, any, capital"],
  ["h H", "hexadecimal digit"],
  ["s p b", "symbol, punctuation, bracket"],
  ["S x", "any of ASCII, of Latin-1"],
  ["[…]", "one of these"],
  ["{n}", "n times the one before"],
  ["\\", "the next one for itself"],
];

function PatternFields({
  settings,
  onChange,
  recent,
}: FieldsProps<SettingsOf<"pattern">> & { recent: readonly string[] }) {
  const others = recent.filter((one) => one !== settings.pattern);
  return (
    <div className={classes.settings}>
      <TextInput
        label="Pattern"
        value={settings.pattern}
        onChange={(event) => onChange({ ...settings, pattern: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
      />
      {others.length > 0 && (
        <div className={classes.recent} role="group" aria-label="Recent patterns">
          Recent
          {others.map((pattern) => (
            <Button
              key={pattern}
              variant="default"
              size="compact-xs"
              className={classes.mono ?? ""}
              onClick={() => onChange({ ...settings, pattern })}
            >
              {pattern}
            </Button>
          ))}
        </div>
      )}
      <Tick label="Shuffle" checked={settings.shuffle} onChange={(shuffle) => onChange({ ...settings, shuffle })} />
      <dl className={classes.legend}>
        {LEGEND.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function HexFields({ settings, onChange }: FieldsProps<SettingsOf<"hex">>) {
  return (
    <div className={classes.settings}>
      <LengthField
        label="Bytes"
        value={settings.size}
        min={8}
        max={64}
        onChange={(size) => onChange({ ...settings, size })}
      />
      <div className={classes.grid}>
        <Tick
          label="Capitals"
          sample="A–F"
          checked={settings.capitals}
          onChange={(capitals) => onChange({ ...settings, capitals })}
        />
        <Choice
          label="Separator"
          value={settings.separator}
          data={HEX_SEPARATORS}
          onChange={(separator) => onChange({ ...settings, separator })}
        />
      </div>
    </div>
  );
}

export function ModeFields({
  settings,
  onChange,
  recent,
}: FieldsProps<GeneratorSettings> & { recent: readonly string[] }) {
  switch (settings.mode) {
    case "random":
      return <RandomFields settings={settings} onChange={onChange} />;
    case "passphrase":
      return <PassphraseFields settings={settings} onChange={onChange} />;
    case "pronounceable":
      return <PronounceableFields settings={settings} onChange={onChange} />;
    case "pin":
      return <PinFields settings={settings} onChange={onChange} />;
    case "pattern":
      return <PatternFields settings={settings} onChange={onChange} recent={recent} />;
    case "hex":
      return <HexFields settings={settings} onChange={onChange} />;
  }
}
