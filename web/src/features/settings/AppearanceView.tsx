/** Settings, Appearance: light or dark, and how much room rows take. Kept on this device only. */
import { Radio } from "@mantine/core";
import { PageBody, Section } from "../../ui/PageBody/PageBody.tsx";
import classes from "./settings.module.css";

export type Scheme = "auto" | "light" | "dark";
export type Density = "comfortable" | "compact" | "spacious";

export interface AppearanceViewProps {
  scheme: Scheme;
  onScheme: (scheme: Scheme) => void;
  density: Density;
  onDensity: (density: Density) => void;
}

const SCHEMES: { value: Scheme; label: string; description: string }[] = [
  { value: "auto", label: "Like the system", description: "Follows your device, day and night" },
  { value: "light", label: "Light", description: "Ink on paper" },
  { value: "dark", label: "Dark", description: "Easier on the eyes at night" },
];

const DENSITIES: { value: Density; label: string; description: string }[] = [
  { value: "comfortable", label: "Comfortable", description: "Three lines for each message" },
  { value: "compact", label: "Compact", description: "Two lines, more messages on the screen" },
  { value: "spacious", label: "Spacious", description: "More room around each message" },
];

interface ChoicesProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; label: string; description: string }[];
  onChange: (value: Value) => void;
}

function Choices<Value extends string>({ label, value, options, onChange }: ChoicesProps<Value>) {
  const choose = (chosen: string) => {
    const option = options.find((one) => one.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <Section title={label}>
      <Radio.Group value={value} onChange={choose} aria-label={label}>
        <div className={classes.choices}>
          {options.map((option) => (
            <Radio key={option.value} value={option.value} label={option.label} description={option.description} />
          ))}
        </div>
      </Radio.Group>
    </Section>
  );
}

export function AppearanceView({ scheme, onScheme, density, onDensity }: AppearanceViewProps) {
  return (
    <PageBody title="Appearance">
      <Choices label="Colours" value={scheme} options={SCHEMES} onChange={onScheme} />
      <Choices label="Density" value={density} options={DENSITIES} onChange={onDensity} />
    </PageBody>
  );
}
