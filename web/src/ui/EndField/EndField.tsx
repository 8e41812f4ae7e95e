/** A date and time until when something lives: a calendar with a clock, and short ways to common ends. */
import { DateTimePicker } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import dayjs from "dayjs";
import { useId } from "react";
import type { ReactNode } from "react";
import classes from "./EndField.module.css";
import "@mantine/dates/styles.css";

/** A short way: "7 days". */
export interface EndPreset {
  readonly name: string;
  readonly at: Date;
}

interface EndFieldProps {
  /** What ends: "Expires after". It stands above the field unless it stands beside it already. */
  label: string;
  labelHidden?: boolean;
  value: Date | null;
  onChange: (value: Date | null) => void;
  presets: readonly EndPreset[];
  /** The latest end, if there is one. */
  latest: Date | null;
  now: Date;
  error: string | undefined;
}

const STAMP = "YYYY-MM-DD HH:mm:ss";
const SHOWN = "ddd D MMM YYYY, HH:mm";

/** The full minute, so many days from now. */
export function inDays(now: Date, days: number): Date {
  return dayjs(now).add(days, "day").second(0).millisecond(0).toDate();
}

/** "1 day", "7 days", as far as they are allowed. */
export function dayPresets(days: readonly number[], most: number | null, now: Date): EndPreset[] {
  return days
    .filter((one) => most === null || one <= most)
    .map((one) => ({ name: one === 1 ? "1 day" : `${one} days`, at: inDays(now, one) }));
}

/** What is set already is marked, because choosing it again changes nothing. */
function marked({ name, at }: EndPreset, value: Date | null): { value: string; label: ReactNode } {
  const isSet = value !== null && dayjs(value).isSame(at, "minute");
  return { value: dayjs(at).format(STAMP), label: isSet ? <strong aria-current="true">{name}</strong> : name };
}

export function EndField({ label, labelHidden = false, value, onChange, presets, latest, now, error }: EndFieldProps) {
  // The calendar is a dialog that takes its name from the field.
  const id = useId();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const shown = value === null ? "" : dayjs(value).format(SHOWN);
  return (
    <DateTimePicker
      {...(labelHidden ? {} : { label })}
      aria-label={`${label} ${shown}`}
      value={value === null ? null : dayjs(value).format(STAMP)}
      onChange={(next) => onChange(next === null ? null : dayjs(next).toDate())}
      valueFormat={SHOWN}
      minDate={dayjs(now).format(STAMP)}
      {...(latest === null ? {} : { maxDate: dayjs(latest).format(STAMP) })}
      presets={presets.map((preset) => marked(preset, value))}
      leftSection={<IconCalendar size={17} stroke={1.75} />}
      id={id}
      popoverProps={{ withinPortal: true, id }}
      dropdownType={phone ? "modal" : "popover"}
      modalProps={{ title: label, withCloseButton: true, closeButtonProps: { "aria-label": "Close" } }}
      previousLabel="Previous month"
      nextLabel="Next month"
      classNames={{
        day: classes.day ?? "",
        datePickerRoot: classes.picker ?? "",
        presetsList: classes.presets ?? "",
      }}
      submitButtonProps={{ "aria-label": "Use this time" }}
      timePickerProps={{ "aria-label": "Time" }}
      error={error}
      w={250}
    />
  );
}
