/** How a link may be opened: until when, how often, with which passphrase. */
import { Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { dayPresets, EndField, inDays } from "../../ui/EndField/EndField.tsx";
import type { EndPreset } from "../../ui/EndField/EndField.tsx";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { StrengthBar } from "../../ui/PasswordField/StrengthBar.tsx";
import type { Score } from "../../ui/PasswordField/StrengthBar.tsx";
import type { LinkDraft, LinkErrors } from "./linkModel.ts";
import classes from "./LinkOptions.module.css";

export interface LinkOptionsProps {
  draft: LinkDraft;
  onChange: (change: Partial<LinkDraft>) => void;
  errors: LinkErrors;
  /** How often it may be opened; null: without a limit. */
  choices: readonly (number | null)[];
  maxDays: number;
  /** Of one's own passphrase. */
  score: Score | null;
  now: Date;
}

function soon(now: Date, name: string, minutes: number): EndPreset {
  const at = new Date(now.getTime() + minutes * 60_000);
  at.setSeconds(0, 0);
  return { name, at };
}

function Passphrase({ draft, onChange, errors, score }: LinkOptionsProps) {
  const { passphrase } = draft;
  return (
    <div className={classes.passphrase}>
      <Checkbox
        label="Passphrase"
        description={passphrase === "none" ? "Without one, whoever gets hold of the link can open it." : undefined}
        checked={passphrase !== "none"}
        onChange={(event) => onChange({ passphrase: event.currentTarget.checked ? "generated" : "none" })}
      />
      {passphrase !== "none" && (
        <SegmentedControl
          size="xs"
          value={passphrase}
          onChange={(value) => onChange({ passphrase: value === "own" ? "own" : "generated" })}
          data={[
            { value: "generated", label: "Six words, made for you" },
            { value: "own", label: "My own" },
          ]}
        />
      )}
      {passphrase === "generated" && <p className={classes.hint}>You see them with the link. Tell them another way.</p>}
      {passphrase === "own" && (
        <>
          <PasswordField
            label="Your passphrase"
            value={draft.own}
            onChange={(own) => onChange({ own })}
            autoComplete="new-password"
            error={errors.passphrase}
            size="sm"
          />
          <StrengthBar score={score} hint="Tell it another way than the link." />
        </>
      )}
    </div>
  );
}

export function LinkOptions(props: LinkOptionsProps) {
  const { draft, onChange, errors, choices, maxDays, now } = props;
  const presets = [soon(now, "10 minutes", 10), soon(now, "1 hour", 60), ...dayPresets([1, 7, 30, 90], maxDays, now)];
  return (
    <div className={classes.options}>
      <div className={classes.pair}>
        <EndField
          label="Works until"
          value={draft.until}
          onChange={(until) => onChange({ until })}
          presets={presets}
          latest={inDays(now, maxDays)}
          now={now}
          error={errors.until}
        />
        <NativeSelect
          label="Views"
          value={String(draft.views)}
          onChange={(event) =>
            onChange({ views: event.currentTarget.value === "null" ? null : Number(event.currentTarget.value) })
          }
          data={choices.map((views) => ({ value: String(views), label: views === null ? "Unlimited" : String(views) }))}
          w={130}
        />
      </div>
      <Passphrase {...props} />
      <Checkbox
        label="Tell me when it is opened"
        checked={draft.notify}
        onChange={(event) => onChange({ notify: event.currentTarget.checked })}
      />
    </div>
  );
}
