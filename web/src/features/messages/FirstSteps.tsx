/** What an empty mailbox offers to somebody who is new: the few things that can be done. */
import { IconChevronRight, IconCircleCheck, IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Kbd } from "../../ui/Kbd/Kbd.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import classes from "./FirstSteps.module.css";

function Envelope() {
  return (
    <svg width="152" height="88" viewBox="0 0 152 88" fill="none" stroke="var(--sp-line-strong)" aria-hidden="true">
      <rect x="20" y="2" width="112" height="80" rx="10" strokeWidth="1.5" />
      <path
        d="m24 10 38 29m66-29L90 39M24 78l36-32m68 32L92 46M4 30h10M0 43h14M7 57h7m124-27h10m-10 13h14m-14 14h7"
        strokeWidth="1.25"
        strokeLinecap="round"
      />
      <circle cx="76" cy="46" r="18" fill="var(--mantine-color-wax-5)" stroke="none" />
      <circle cx="76" cy="46" r="13" stroke="var(--mantine-color-wax-3)" strokeWidth="1" />
      <path d="m70 47 5 5 8-9" stroke="#fff" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Step({
  href,
  icon,
  tint,
  title,
  text,
  hint,
}: Record<"href" | "tint" | "title" | "text", string> & { icon: ReactNode; hint?: string }) {
  return (
    <Link href={href} className={classes.step}>
      <span className={classes.icon} data-tint={tint} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.words}>
        <strong>{title}</strong>
        <span>{text}</span>
      </span>
      {hint !== undefined && <Kbd>{hint}</Kbd>}
      <IconChevronRight size={17} stroke={1.75} aria-hidden="true" />
    </Link>
  );
}

export function FirstSteps({ name }: { name: string }) {
  return (
    <div className={classes.root}>
      <Envelope />
      <h2 className={classes.title}>Ready when you are, {name}</h2>
      <p className={classes.text}>Send messages that only the people you choose can open.</p>
      <div className={classes.steps}>
        <Step
          href="/messages/new"
          tint="ink"
          icon={<IconPencil size={18} stroke={1.75} />}
          title="Write your first message"
          text="To a colleague or a group"
          hint="C"
        />
        <Step
          href="/people"
          tint="green"
          icon={<IconCircleCheck size={18} stroke={1.75} />}
          title="Check a colleague’s key"
          text="Two minutes on the phone, once per person"
        />
      </div>
    </div>
  );
}
