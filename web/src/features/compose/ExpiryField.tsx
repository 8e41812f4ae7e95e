/** "Expires after": a checkbox, then a date and time with three presets. */
import { Checkbox } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import dayjs from "dayjs";
import { useId } from "react";
import type { ReactNode } from "react";
import type { Draft } from "./composeModel.ts";
import classes from "./ComposeView.module.css";
import "@mantine/dates/styles.css";

interface ExpiryFieldProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  error: string | undefined;
  maxDays: number | null;
  now: Date;
}

const STAMP = "YYYY-MM-DD HH:mm:ss";
const SHOWN = "ddd D MMM YYYY, HH:mm";

/** The full minute, `days` from now. */
function inDays(now: Date, days: number): Date {
  return dayjs(now).add(days, "day").second(0).millisecond(0).toDate();
}

/** What is set already is marked, because choosing it again changes nothing. */
function preset(days: number, { expiresAt }: Draft, now: Date): { value: string; label: ReactNode } {
  const end = inDays(now, days);
  const name = days === 1 ? "1 day" : `${days} days`;
  const isSet = expiresAt !== null && dayjs(expiresAt).isSame(end, "minute");
  return { value: dayjs(end).format(STAMP), label: isSet ? <strong aria-current="true">{name}</strong> : name };
}

export function ExpiryField({ draft, onChange, error, maxDays, now }: ExpiryFieldProps) {
  // The calendar is a dialog that takes its name from the field.
  const id = useId();
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const presets = [1, 7, 30].filter((days) => maxDays === null || days <= maxDays);
  const toggle = (expires: boolean) =>
    onChange({
      expires,
      expiresAt: expires ? (draft.expiresAt ?? inDays(now, Math.min(7, maxDays ?? 7))) : draft.expiresAt,
    });
  return (
    <div className={classes.expiry}>
      <Checkbox
        label="Expires after"
        checked={draft.expires}
        error={draft.expires ? undefined : error}
        onChange={(event) => toggle(event.currentTarget.checked)}
      />
      {draft.expires && (
        <DateTimePicker
          aria-label={`Expires after ${draft.expiresAt === null ? "" : dayjs(draft.expiresAt).format(SHOWN)}`}
          value={draft.expiresAt === null ? null : dayjs(draft.expiresAt).format(STAMP)}
          onChange={(value) => onChange({ expiresAt: value === null ? null : dayjs(value).toDate() })}
          valueFormat={SHOWN}
          minDate={dayjs(now).format(STAMP)}
          {...(maxDays === null ? {} : { maxDate: dayjs(now).add(maxDays, "day").format(STAMP) })}
          presets={presets.map((days) => preset(days, draft, now))}
          leftSection={<IconCalendar size={17} stroke={1.75} />}
          id={id}
          popoverProps={{ withinPortal: true, id }}
          dropdownType={phone ? "modal" : "popover"}
          modalProps={{ title: "Expires after", withCloseButton: true, closeButtonProps: { "aria-label": "Close" } }}
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
      )}
    </div>
  );
}
