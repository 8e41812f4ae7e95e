/** What the server counts of a link: views left, its end and what it carries, and when it was opened from where. */
import { Button } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { itemTime, timeLeft } from "../../lib/dates.ts";
import { EndField, inDays } from "../../ui/EndField/EndField.tsx";
import { contents } from "./model.ts";
import type { OpenedLink } from "./model.ts";
import type { LinkActs } from "./useLinks.ts";
import classes from "./links.module.css";

interface LinkFactsProps {
  link: OpenedLink;
  acts: LinkActs;
  now: Date;
}

function Fact({ name, value, text, end }: { name: string; value: string; text?: string; end?: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {text !== undefined && <span>{text}</span>}
        {end}
      </dd>
    </div>
  );
}

function ChangeEnd({ link, acts, now, onClose }: LinkFactsProps & { onClose: () => void }) {
  const [end, setEnd] = useState<Date | null>(link.expiresAt);
  const [error, setError] = useState<string | undefined>();
  const latest = inDays(link.createdAt, acts.maxDays);
  const presets = [1, 7, 30]
    .map((days) => ({ name: days === 1 ? "1 day" : `${days} days`, at: inDays(now, days) }))
    .filter(({ at }) => at <= latest);
  const save = async () => {
    if (end === null || end <= new Date()) setError("Choose a time in the future.");
    else if (await acts.changeEnd(link, end)) onClose();
  };
  return (
    <div className={classes.end}>
      <EndField
        label="New end"
        value={end}
        onChange={(next) => {
          setEnd(next);
          setError(undefined);
        }}
        {...{ presets, latest, now, error }}
      />
      <Button onClick={() => void save()}>Save</Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </div>
  );
}

export function LinkFacts(props: LinkFactsProps) {
  const { link, now } = props;
  const [isChanging, setChanging] = useState(false);
  const isOpen = link.state === "open";
  // A started minute counts: what ends in seven days says so at once.
  const left = timeLeft(link.expiresAt, new Date(now.getTime() - 60_000));
  const views = link.views === null ? "Unlimited" : `${link.viewsLeft ?? 0} of ${link.views}`;
  return (
    <>
      <dl className={classes.facts}>
        <Fact
          name="Views left"
          value={isOpen ? views : "None"}
          {...(isOpen ? { text: "A view counts after it is read, also by you" } : {})}
        />
        <Fact
          name={isOpen ? "Works until" : "Ended"}
          value={itemTime(isOpen ? link.expiresAt : (link.endedAt ?? link.expiresAt), now)}
          {...(isOpen ? { text: `in ${left.long}` } : {})}
          {...(link.state === "locked" ? { text: "After five wrong passphrases. Make a new link." } : {})}
          end={
            isOpen &&
            !isChanging && (
              <Button variant="subtle" size="compact-xs" onClick={() => setChanging(true)}>
                Change the end
              </Button>
            )
          }
        />
        {link.kept !== null && (
          <Fact name="Contains" value={contents(link.kept)} text={link.kept.subject || "(no subject)"} />
        )}
      </dl>
      {isChanging && isOpen && <ChangeEnd {...props} onClose={() => setChanging(false)} />}
      <Visits {...props} />
    </>
  );
}

function Visits({ link, now }: LinkFactsProps) {
  if (link.visits.length === 0)
    return <p className={classes.hint}>{link.state === "open" ? "Nobody has opened it yet." : "Nobody opened it."}</p>;
  return (
    <table className={classes.visits}>
      <caption>Opened</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">From the network</th>
        </tr>
      </thead>
      <tbody>
        {link.visits.map(({ at, network }, index) => (
          // Two views may come from one network in one second.
          <tr key={`${at.getTime()} ${index}`}>
            <td>{itemTime(at, now)}</td>
            <td>{network}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
