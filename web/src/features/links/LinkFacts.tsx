/** What the server counts of a link: views left, its end and what it carries, and when it was opened from where. */
import { useState } from "react";
import { itemTime } from "../../lib/dates.ts";
import { ChangeEnd, EndFact, Fact, Facts } from "../../ui/Outward/Facts.tsx";
import outward from "../../ui/Outward/outward.module.css";
import { contents } from "./model.ts";
import type { OpenedLink } from "./model.ts";
import type { LinkActs } from "./useLinks.ts";
import classes from "./links.module.css";

interface LinkFactsProps {
  link: OpenedLink;
  acts: LinkActs;
  now: Date;
}

export function LinkFacts(props: LinkFactsProps) {
  const { link, acts, now } = props;
  const { expiresAt, createdAt } = link;
  const [isChanging, setChanging] = useState(false);
  const isOpen = link.state === "open";
  const views = link.views === null ? "Unlimited" : `${link.viewsLeft ?? 0} of ${link.views}`;
  return (
    <>
      <Facts>
        <Fact
          name="Views left"
          value={isOpen ? views : "None"}
          text={isOpen ? "A view counts after it is read, also by you" : ""}
        />
        <EndFact
          name="Works until"
          {...{ isOpen, expiresAt, now }}
          endedAt={link.endedAt}
          text={link.state === "locked" ? "After five wrong passphrases. Make a new link." : ""}
          onChange={isChanging ? null : () => setChanging(true)}
        />
        {link.kept !== null && (
          <Fact name="Contains" value={contents(link.kept)} text={link.kept.subject || "(no subject)"} />
        )}
      </Facts>
      {isChanging && isOpen && (
        <ChangeEnd
          {...{ expiresAt, createdAt, now }}
          maxDays={acts.maxDays}
          onSave={(end) => acts.changeEnd(link, end)}
          onClose={() => setChanging(false)}
        />
      )}
      <Visits {...props} />
    </>
  );
}

function Visits({ link, now }: LinkFactsProps) {
  if (link.visits.length === 0)
    return <p className={outward.hint}>{link.state === "open" ? "Nobody has opened it yet." : "Nobody opened it."}</p>;
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
