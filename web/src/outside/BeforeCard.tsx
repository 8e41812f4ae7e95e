/** What is shown before the message: who it is from, the person's step, and three facts. It names nothing that is sealed. */
import { IconClock, IconEye, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode, SyntheticEvent } from "react";
import { firstName } from "../lib/names.ts";
import { CodeField } from "./CodeField.tsx";
import { DigitsField } from "./DigitsField.tsx";
import type { Opening } from "./opening.ts";
import { PassphraseField } from "./PassphraseField.tsx";
import { Sender } from "./Sender.tsx";
import type { Before, LookedAt } from "./states.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import type { Words } from "./words/en.ts";
import { useWords } from "./words/language.ts";
import { untilWords } from "./words/times.ts";
import classes from "./outside.module.css";

interface BeforeCardProps {
  opening: Opening;
  state: Before;
}

export function BeforeCard({ opening, state }: BeforeCardProps) {
  const { link, asked, isBusy } = state;
  const [typed, setTyped] = useState("");
  const heading = useHeadingFocus();
  const { before } = useWords();
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
        {titleOf(state, before)}
      </h1>
      <p className={classes.lead}>{leadOf(state, before)}</p>
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
          label={asked.kind === "words" ? before.words : before.passphrase}
          hide={asked.kind === "words" ? before.hideWords : before.hidePassphrase}
          hint={hintOf(state, before)}
          complete={asked.kind === "words" ? opening.completions : undefined}
          value={typed}
          onChange={setTyped}
          problem={state.problem}
        />
      )}
      {isFirstStep && <Problem said={state.problem} />}
      <button type="submit" className={classes.primary} disabled={isBusy} data-busy={isBusy || undefined}>
        {isBusy ? (
          <span className={classes.spinner} aria-hidden="true" />
        ) : (
          <IconLockOpen size={20} stroke={1.75} aria-hidden="true" />
        )}
        {isBusy ? before.opening : before.open}
      </button>
      <Facts link={link} />
    </form>
  );
}

function Problem({ said }: { said: string | null }) {
  if (said === null) return null;
  return (
    <p role="alert" className={classes.problem}>
      {said}
    </p>
  );
}

function titleOf({ link }: Before, before: Words["before"]): string {
  if (link === null) return before.titleOfWords;
  const { name, addr } = link.from;
  return before.title(name === null ? addr : firstName(name));
}

function leadOf({ asked }: Before, before: Words["before"]): string {
  if (asked.kind === "code") return before.leadOfCode;
  if (asked.kind === "words") return before.leadOfWords;
  if (asked.kind === "passphrase" || asked.drawn === null) return before.lead;
  return before.leadOfDigits;
}

function hintOf({ asked, link }: Before, before: Words["before"]): string {
  if (asked.kind === "words") return before.hintOfWords;
  const name = link?.from.name ?? null;
  return before.hintOfPassphrase(name === null ? null : firstName(name));
}

function Facts({ link }: { link: LookedAt | null }) {
  const said = useWords();
  const { before } = said;
  return (
    <ul className={classes.facts}>
      {link !== null && (
        <>
          <Fact icon={<IconEye {...ICON} />}>
            <strong>{link.views_left === null ? before.uncounted : before.views(link.views_left)}</strong>{" "}
            {before.noView}
          </Fact>
          <Fact icon={<IconClock {...ICON} />}>
            {before.until(untilWords(new Date(link.expires_at), new Date(), said))}
          </Fact>
        </>
      )}
      <Fact icon={<IconLock {...ICON} />}>{before.yours}</Fact>
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
