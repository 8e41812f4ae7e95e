/** "Expires after": a checkbox, then a date and time with three presets. */
import { Checkbox } from "@mantine/core";
import { dayPresets, EndField, inDays } from "../../ui/EndField/EndField.tsx";
import type { Draft } from "./composeModel.ts";
import classes from "../../writing/writing.module.css";

interface ExpiryFieldProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  error: string | undefined;
  maxDays: number | null;
  now: Date;
}

export function ExpiryField({ draft, onChange, error, maxDays, now }: ExpiryFieldProps) {
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
        <EndField
          label="Expires after"
          labelHidden
          value={draft.expiresAt}
          onChange={(expiresAt) => onChange({ expiresAt })}
          presets={dayPresets([1, 7, 30], maxDays, now)}
          latest={maxDays === null ? null : inDays(now, maxDays)}
          now={now}
          error={error}
        />
      )}
    </div>
  );
}
