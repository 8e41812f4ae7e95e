/** The page of the password check-up: its groups, or what it says before them and instead of them. */
import { Button, Progress } from "@mantine/core";
import { IconCloudX, IconKey, IconShieldCheck } from "@tabler/icons-react";
import { dayName } from "../../../lib/dates.ts";
import { plural } from "../../../lib/names.ts";
import { Link } from "../../../ui/Link/Link.tsx";
import { PageBody, Section } from "../../../ui/PageBody/PageBody.tsx";
import { STRENGTH_WORDS } from "../../../ui/PasswordField/StrengthBar.tsx";
import { State, useLater } from "../../../ui/States/States.tsx";
import { expiryWords } from "../../../entries/days.ts";
import { CheckedRows, ReusedGroups } from "./CheckedRows.tsx";
import type { CheckedRow } from "./CheckedRows.tsx";
import type { CheckupGroups, CheckupState, Progress as Reached } from "./useCheckup.ts";
import classes from "./checkup.module.css";

interface CheckupViewProps {
  checkup: CheckupState;
  now: Date;
  /** This server's address, for the sentence of a failed load. */
  host: string;
}

function Looking({ progress }: { progress: Reached | null }) {
  const late = useLater();
  if (!late) return null;
  const { judged, all } = progress ?? { judged: 0, all: 0 };
  return (
    <div className={classes.looking}>
      <Progress value={all === 0 ? 0 : (judged / all) * 100} size={6} color="ink" aria-label="Passwords looked at" />
      {all > 0 && <p>{`${judged.toLocaleString("en")} of ${plural(all, "password", "passwords")}`}</p>}
    </div>
  );
}

type FailedProps = Extract<CheckupState, { onRetry: () => void }> & { host: string };

function Failed({ state, onRetry, host }: FailedProps) {
  const texts = {
    "no-answer": `The server at ${host} did not answer.`,
    refused: "What the server sent is not what you saved. Tell an administrator if it stays so.",
    stopped: "The part that judges passwords did not load. It is tried again when you ask for it.",
  };
  return (
    <State
      alert
      tone="danger"
      icon={<IconCloudX size={26} stroke={1.75} />}
      title={state === "stopped" ? "The check-up stopped." : "My entries did not load."}
      text={texts[state]}
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}

function Nothing({ lookedAt }: { lookedAt: number }) {
  if (lookedAt > 0) {
    const looked = plural(lookedAt, "password was", "passwords were");
    const sign = <IconShieldCheck size={34} stroke={1.25} />;
    return <State icon={sign} title="Nothing to change." text={`${looked} looked at on this device.`} />;
  }
  return (
    <State
      icon={<IconKey size={34} stroke={1.25} />}
      title="No passwords yet."
      text="Entries with a password are looked at here."
      actions={
        <Button component={Link} href="/entries/new">
          New entry
        </Button>
      }
    />
  );
}

interface GroupProps {
  title: string;
  /** What to do with them. */
  text: string;
  rows: readonly CheckedRow[];
  now: Date;
}

function Group({ title, text, rows, now }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} end={<span className={classes.count}>{plural(rows.length, "entry", "entries")}</span>}>
      <p className={classes.what}>{text}</p>
      <CheckedRows {...{ label: title, rows, now }} />
    </Section>
  );
}

const WORDS = {
  weak: "These are guessed soon. Make new ones: first where they are used, then here.",
  reused: "Whoever learns one of them can use it elsewhere too. Give each place a password of its own.",
  old: "Change those that others may have seen meanwhile. An age is counted from the oldest version that is kept here with the present password; an entry without such a version counts from its last change of any kind.",
  expiring: "Their day is within the next 30 days, or past. Change the password, then set a new day.",
};

function Groups({ groups, now }: { groups: CheckupGroups; now: Date }) {
  const weak = groups.weak.map(({ row, score }) => ({ row, why: STRENGTH_WORDS[score], tone: "warn" as const }));
  const old = groups.old.map(({ row, since }) => ({ row, why: `Since ${dayName(new Date(since), now)}` }));
  const expiring = groups.expiring.map(({ row, expires }) => ({ row, why: expiryWords(expires, now) }));
  const reused = groups.reused.flat().length;
  return (
    <>
      <Group title="Weak" text={WORDS.weak} rows={weak} now={now} />
      {reused > 0 && (
        <Section title="Reused" end={<span className={classes.count}>{plural(reused, "entry", "entries")}</span>}>
          <p className={classes.what}>{WORDS.reused}</p>
          <ReusedGroups groups={groups.reused} now={now} />
        </Section>
      )}
      <Group title="Old" text={WORDS.old} rows={old} now={now} />
      <Group title="Expiring" text={WORDS.expiring} rows={expiring} now={now} />
    </>
  );
}

/** Said aloud when it changes. The numbers on the way are seen only. */
function summary(checkup: CheckupState): string {
  if (checkup.state === "looking") return "Looking at your passwords, on this device.";
  if (checkup.state !== "ready" || checkup.toChange === 0) return "";
  const { toChange, lookedAt } = checkup;
  const all = plural(lookedAt, "password", "passwords");
  return `${toChange.toLocaleString("en")} of ${all} to change. They were looked at on this device; nothing about them is stored or sent.`;
}

function Content({ checkup, now, host }: CheckupViewProps) {
  if (checkup.state === "looking") return <Looking progress={checkup.progress} />;
  if (checkup.state !== "ready") return <Failed {...checkup} host={host} />;
  if (checkup.toChange === 0) return <Nothing lookedAt={checkup.lookedAt} />;
  return <Groups groups={checkup} now={now} />;
}

export function CheckupView(props: CheckupViewProps) {
  return (
    <PageBody title="Password check-up" narrow>
      <p role="status" className={classes.summary}>
        {summary(props.checkup)}
      </p>
      <Content {...props} />
    </PageBody>
  );
}
