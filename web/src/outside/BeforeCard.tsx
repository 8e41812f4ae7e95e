/** What is shown before the message: who it is from, the person's step, and three facts. It names nothing that is sealed. */
import { IconClock, IconEye, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode, SyntheticEvent } from "react";
import { sentenceTime } from "../lib/dates.ts";
import { firstName, plural } from "../lib/names.ts";
import { CodeField } from "./CodeField.tsx";
import { DigitsField } from "./DigitsField.tsx";
import type { Opening } from "./opening.ts";
import { PassphraseField } from "./PassphraseField.tsx";
import { Sender } from "./Sender.tsx";
import type { Before, LookedAt } from "./states.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import classes from "./outside.module.css";

interface BeforeCardProps {
  opening: Opening;
  state: Before;
}

export function BeforeCard({ opening, state }: BeforeCardProps) {
  const { link, asked, isBusy } = state;
  const [typed, setTyped] = useState("");
  const heading = useHeadingFocus();
  const isFirstStep = asked.kind === "digits" && asked.drawn === null;
  const act = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isFirstStep) opening.drawDigits();
    else void opening.open(typed);
    if (asked.kind === "digits" || asked.kind === "code") setTyped("");
  };
  return (
    <form className={classes.card} onSubmit={act} noValidate>
      {link !== null && <Sender {...link.from} />}
      <h1 ref={heading} tabIndex={-1}>
        {titleOf(state)}
      </h1>
      <p className={classes.lead}>{leadOf(state)}</p>
      {asked.kind === "digits" && asked.drawn !== null && (
        <DigitsField key={asked.drawn} drawn={asked.drawn} value={typed} onChange={setTyped} problem={state.problem} />
      )}
      {asked.kind === "code" && (
        <CodeField
          key={asked.againAt}
          to={asked.to}
          againAt={asked.againAt}
          value={typed}
          onChange={setTyped}
          onAgain={() => void opening.sendCode()}
          problem={state.problem}
        />
      )}
      {(asked.kind === "words" || asked.kind === "passphrase") && (
        <PassphraseField
          label={asked.kind === "words" ? "Words" : "Passphrase"}
          hint={hintOf(state)}
          value={typed}
          onChange={setTyped}
          problem={state.problem}
        />
      )}
      {isFirstStep && state.problem !== null && (
        <p role="alert" className={classes.problem}>
          {state.problem}
        </p>
      )}
      <button type="submit" className={classes.primary} disabled={isBusy} data-busy={isBusy || undefined}>
        {isBusy ? (
          <span className={classes.spinner} aria-hidden="true" />
        ) : (
          <IconLockOpen size={20} stroke={1.75} aria-hidden="true" />
        )}
        {isBusy ? "Unlocking" : "Show the message"}
      </button>
      <Facts link={link} />
    </form>
  );
}

function titleOf({ asked, link }: Before): string {
  if (link === null) return asked.kind === "code" ? "Type the code from the mail" : "Type the words you were given";
  const { name, addr } = link.from;
  return `${name === null ? addr : firstName(name)} sent you a secure message`;
}

function leadOf({ asked }: Before): string {
  if (asked.kind === "code") return "Only one address may open this message.";
  if (asked.kind === "words") return "They are the key to a message that is waiting for you.";
  if (asked.kind === "passphrase" || asked.drawn === null) return "Open it when you are ready to read it.";
  return "One more step, so that a program that only presses buttons does not use up a view.";
}

function hintOf({ asked, link }: Before): string {
  if (asked.kind === "words")
    return "The sender gave you these on another way. If your link had a part after #, it is not complete: copy the whole link.";
  const name = link?.from.name ?? null;
  return `${name === null ? "The sender" : firstName(name)} gave you this by phone or in a text message.`;
}

function Facts({ link }: { link: LookedAt | null }) {
  return (
    <ul className={classes.facts}>
      {link !== null && (
        <>
          <Fact icon={<IconEye {...ICON} />}>
            <strong>
              {link.views_left === null
                ? "Views are not counted."
                : `${plural(link.views_left, "view", "views")} left.`}
            </strong>{" "}
            Opening this page is not a view.
          </Fact>
          <Fact icon={<IconClock {...ICON} />}>Works until {sentenceTime(new Date(link.expires_at), new Date())}.</Fact>
        </>
      )}
      <Fact icon={<IconLock {...ICON} />}>Unlocked on your device. The server cannot read it.</Fact>
    </ul>
  );
}

const ICON = { size: 18, stroke: 1.75, "aria-hidden": true } as const;

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li>
      {icon}
      <span>{children}</span>
    </li>
  );
}
