/** *Where copies went*: who got a copy of the entry and when, and whether it is older than the last change. */
import { IconLink, IconMail } from "@tabler/icons-react";
import type { EntrySent } from "../model.ts";
import { itemTime } from "../../lib/dates.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { useCopies } from "./useCopies.ts";
import { addressOf, howItGot, whoGot } from "./words.ts";
import type { Went } from "./words.ts";
import classes from "./went.module.css";

interface CopiesProps {
  sent: readonly EntrySent[];
  now: Date;
}

function Lead({ copy, went }: { copy: EntrySent; went: Went | undefined }) {
  if (went?.kind === "message")
    return <Avatar name={whoGot(copy, went)} tint={went.who.addr} size={28} group={went.isGroup} />;
  const Icon = copy.isLink ? IconLink : IconMail;
  return (
    <span className={classes.lead}>
      <Icon size={17} stroke={1.75} aria-hidden="true" />
    </span>
  );
}

function Copy({ copy, went, now }: { copy: EntrySent; went: Went | undefined; now: Date }) {
  const href = addressOf(copy, went);
  const what = copy.isLink ? "link" : "message";
  const when = itemTime(new Date(copy.at), now);
  return (
    <li className={classes.copy}>
      <Lead copy={copy} went={went} />
      <p>
        <strong>{whoGot(copy, went)}</strong> {howItGot(copy, went, now)}
      </p>
      {href !== null && (
        <Link href={href} className={classes.open} aria-label={`Open ${what}, ${whoGot(copy, went)}, ${when}`}>
          Open {what}
        </Link>
      )}
    </li>
  );
}

export default function Copies({ sent, now }: CopiesProps) {
  const went = useCopies(sent);
  return (
    <section className={classes.copies} aria-label="Where copies went">
      <h2>Where copies went</h2>
      <ul>
        {sent.map((copy) => (
          <Copy key={copy.mid} copy={copy} went={went.get(copy.mid)} now={now} />
        ))}
      </ul>
    </section>
  );
}
