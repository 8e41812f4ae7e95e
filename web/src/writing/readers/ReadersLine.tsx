/** "9 people will be able to {may}. The server cannot. See who": always in view while somebody is chosen. */
import { IconHourglass, IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { plural } from "../../lib/names.ts";
import { fullName } from "../../mailbox/words.ts";
import type { Audience } from "./model.ts";
import classes from "./ReadersLine.module.css";

const ICON = { size: 16, stroke: 1.75 };

function Everyone({ audience }: { audience: Audience }) {
  return (
    <div className={classes.everyone}>
      {audience.groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <ul>
            {group.people.map((person) => (
              <li key={person.addr}>
                <span className={classes.name}>{fullName(person)}</span>
                {person.name !== null && (
                  <span className={classes.addr} data-same={person.sameName || undefined}>
                    {person.addr}
                  </span>
                )}
                {person.sameName === true && <span className={classes.warn}>Same name, look at the address</span>}
                {person.note !== "" && <span className={classes.note}>{person.note}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className={classes.fixed}>People who join a group later will not see it.</p>
    </div>
  );
}

interface ReadersLineProps {
  audience: Audience;
  /** What they will be able to do. */
  may?: string;
}

export function ReadersLine({ audience, may = "read this" }: ReadersLineProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.root}>
      <p className={classes.line}>
        <IconLock {...ICON} aria-hidden="true" />
        <span>
          {plural(audience.count, "person", "people")} will be able to {may}. The server cannot.{" "}
          <button type="button" className={classes.see} aria-expanded={open} onClick={() => setOpen(!open)}>
            See who
          </button>
        </span>
      </p>
      {audience.leftOut.map((sentence) => (
        <p key={sentence} className={classes.line} data-warn>
          <IconHourglass {...ICON} aria-hidden="true" />
          {sentence}
        </p>
      ))}
      {audience.mentions.map((sentence) => (
        <p key={sentence} className={classes.line}>
          {sentence}
        </p>
      ))}
      {open && <Everyone audience={audience} />}
    </div>
  );
}
