/** The small fields that all modes of the generator are made of. */
import { Checkbox, NumberInput, Slider } from "@mantine/core";
import { useId } from "react";
import classes from "./credentials.module.css";

interface NumberFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  /** Seen where the label beside it does not say enough by itself. */
  shown?: string;
}

/** A whole number. What is typed outside the range is kept, so that the panel can say why nothing comes out. */
export function NumberField({ label, value, min, max, onChange, shown }: NumberFieldProps) {
  return (
    <span className={classes.number}>
      <span aria-hidden="true">{shown ?? label}</span>
      <NumberInput
        aria-label={label}
        value={value}
        min={min}
        max={max}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        onChange={(next) => onChange(typeof next === "number" ? next : Number.parseInt(next, 10) || 0)}
        w={76}
        size="xs"
      />
    </span>
  );
}

/** A number that is mostly pulled, and can be typed. */
export function LengthField({ label, value, min, max, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className={classes.length}>
      <span id={id}>{label}</span>
      <Slider
        value={Math.min(max, Math.max(min, value))}
        min={min}
        max={max}
        label={null}
        thumbProps={{ "aria-labelledby": id }}
        onChange={onChange}
        className={classes.slider ?? ""}
      />
      <NumberField label={`${label}, number`} shown="" value={value} min={min} max={max} onChange={onChange} />
    </div>
  );
}

interface TickProps {
  label: string;
  sample?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Tick({ label, sample, checked, onChange }: TickProps) {
  return (
    <Checkbox
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      aria-label={label}
      label={
        <>
          {label} {sample !== undefined && <span className={classes.sample}>{sample}</span>}
        </>
      }
    />
  );
}
