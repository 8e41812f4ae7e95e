/** How a link may be opened: until when, how often, with which passphrase. */
import { Checkbox, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
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
  /** Why this server mails nothing, or null: codes go by mail as well. */
  noMail: string | null;
  /** Why nobody can answer, or null. */
  noReply: string | null;
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
          size="sm"
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

/** What stands in the place of the passphrase where the server mails the link. */
function Words() {
  return (
    <p className={classes.hint}>
      The email carries no key and no secret. They need your seven words to open it. You see the words after sending:
      tell them another way, by phone or in a text message.
    </p>
  );
}

function OneAddress({ draft, onChange, errors, noMail }: LinkOptionsProps) {
  const isMail = draft.way === "email";
  const several = isMail && draft.to.length > 1;
  const why =
    noMail === null
      ? several
        ? "Only for a message to one address."
        : null
      : "It needs a code by email, and no email can be sent here.";
  return (
    <div className={classes.passphrase}>
      <Checkbox
        label="Only this address may open it"
        description={why ?? "Six digits are mailed to it when the link is opened."}
        disabled={why !== null}
        checked={draft.isForOne && why === null}
        onChange={(event) => onChange({ isForOne: event.currentTarget.checked })}
      />
      {!isMail && draft.isForOne && why === null && (
        <TextInput
          label="Their address"
          value={draft.onlyAddr}
          onChange={(event) => onChange({ onlyAddr: event.currentTarget.value })}
          error={errors.onlyAddr}
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          w="100%"
        />
      )}
    </div>
  );
}

const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
  { value: "fr", label: "Français" },
] as const;

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
        <NativeSelect
          label={draft.way === "email" ? "Language of mail and page" : "Language of the page"}
          value={draft.lang}
          onChange={(event) =>
            onChange({ lang: LANGUAGES.find(({ value }) => value === event.currentTarget.value)?.value ?? "en" })
          }
          data={LANGUAGES.map((language) => ({ ...language }))}
          w={190}
        />
      </div>
      {draft.way === "email" ? <Words /> : <Passphrase {...props} />}
      <OneAddress {...props} />
      <Checkbox
        label="Let them reply safely"
        description={props.noReply ?? "Whoever opens it can answer you with a text and files. Only you can read it."}
        disabled={props.noReply !== null}
        checked={draft.reply && props.noReply === null}
        onChange={(event) => onChange({ reply: event.currentTarget.checked })}
      />
      <Checkbox
        label="Tell me when it is opened"
        checked={draft.notify}
        onChange={(event) => onChange({ notify: event.currentTarget.checked })}
      />
    </div>
  );
}
