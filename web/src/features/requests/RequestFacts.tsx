/** How a request is doing: what it asks for, how often it was answered, and until when it is open. */
import { Button } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { itemTime, timeLeft } from "../../lib/dates.ts";
import { dayPresets, EndField, inDays } from "../../ui/EndField/EndField.tsx";
import { fullName } from "../../mailbox/words.ts";
import { allReaders, askedWords } from "./model.ts";
import type { OpenedRequest } from "./model.ts";
import type { RequestActs } from "./useRequests.ts";
import classes from "./requests.module.css";

interface RequestFactsProps {
  request: OpenedRequest;
  acts: RequestActs;
  now: Date;
}

function Fact({ name, value, text, end }: { name: string; value: string; text?: string; end?: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {text !== undefined && text !== "" && <span>{text}</span>}
        {end}
      </dd>
    </div>
  );
}

function answersPlace(isOpen: boolean): string {
  return isOpen ? "They come to your inbox" : "They are in your inbox";
}

export function RequestFacts(props: RequestFactsProps) {
  const { request, now } = props;
  const [isChanging, setChanging] = useState(false);
  const [areNamed, setNamed] = useState(false);
  const { asked, readers, answers, answersLeft } = request;
  const isOpen = request.state === "open";
  // A started minute counts: what ends in seven days says so at once.
  const left = timeLeft(request.expiresAt, new Date(now.getTime() - 60_000));
  return (
    <>
      <dl className={classes.facts}>
        {asked !== null && (
          <Fact name={asked.link == null ? "Asks for" : "Reply to"} value={asked.title} text={askedWords(asked)} />
        )}
        <Fact
          name="Answers"
          value={`${answers} of ${answers + answersLeft}`}
          {...(isOpen || answers > 0 ? { text: answersPlace(isOpen) } : {})}
        />
        {readers.length > 0 && (
          <Fact
            name="Answers go to"
            value={allReaders(readers)}
            end={
              <Button variant="subtle" size="compact-xs" aria-expanded={areNamed} onClick={() => setNamed(!areNamed)}>
                See who
              </Button>
            }
          />
        )}
        <Fact
          name={isOpen ? "Open until" : "Ended"}
          value={itemTime(isOpen ? request.expiresAt : (request.endedAt ?? request.expiresAt), now)}
          {...(isOpen ? { text: `in ${left.long}` } : {})}
          end={
            isOpen &&
            !isChanging && (
              <Button variant="subtle" size="compact-xs" onClick={() => setChanging(true)}>
                Change the end
              </Button>
            )
          }
        />
      </dl>
      {areNamed && <Readers readers={readers} />}
      {isChanging && isOpen && <ChangeEnd {...props} onClose={() => setChanging(false)} />}
      {asked !== null && asked.note !== "" && <p className={classes.note}>{asked.note}</p>}
    </>
  );
}

function Readers({ readers }: Pick<OpenedRequest, "readers">) {
  return (
    <section aria-label="Who else reads the answers">
      <h2 className={classes.label}>Who else reads the answers</h2>
      <ul className={classes.came}>
        {readers.map((person) => (
          <li key={person.addr}>
            {fullName(person)}
            {person.name !== null && <span>{person.addr}</span>}
          </li>
        ))}
      </ul>
      <p className={classes.hint}>
        Each got a locked message with the key, and has copies of their own. Nobody is added later: ask anew instead.
      </p>
    </section>
  );
}

function ChangeEnd({ request, acts, now, onClose }: RequestFactsProps & { onClose: () => void }) {
  const [end, setEnd] = useState<Date | null>(request.expiresAt);
  const [error, setError] = useState<string | undefined>();
  const latest = inDays(request.createdAt, acts.maxDays);
  const presets = dayPresets([1, 7, 30], null, now).filter(({ at }) => at <= latest);
  const save = async () => {
    if (end === null || end <= new Date()) setError("Choose a time in the future.");
    else if (await acts.changeEnd(request.id, end)) onClose();
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
