/** How a request is doing: what it asks for, how often it was answered, and until when it is open. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { ChangeEnd, EndFact, Fact, Facts } from "../../ui/Outward/Facts.tsx";
import outward from "../../ui/Outward/outward.module.css";
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

function answersPlace(isOpen: boolean): string {
  return isOpen ? "They come to your inbox" : "They are in your inbox";
}

export function RequestFacts({ request, acts, now }: RequestFactsProps) {
  const [isChanging, setChanging] = useState(false);
  const [areNamed, setNamed] = useState(false);
  const { asked, readers, answers, answersLeft, expiresAt, createdAt } = request;
  const isOpen = request.state === "open";
  return (
    <>
      <Facts>
        {asked !== null && (
          <Fact name={asked.link == null ? "Asks for" : "Reply to"} value={asked.title} text={askedWords(asked)} />
        )}
        <Fact
          name="Answers"
          value={`${answers} of ${answers + answersLeft}`}
          text={isOpen || answers > 0 ? answersPlace(isOpen) : ""}
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
        <EndFact
          name="Open until"
          {...{ isOpen, expiresAt, now }}
          endedAt={request.endedAt}
          onChange={isChanging ? null : () => setChanging(true)}
        />
      </Facts>
      {areNamed && <Readers readers={readers} />}
      {isChanging && isOpen && (
        <ChangeEnd
          {...{ expiresAt, createdAt, now }}
          maxDays={acts.maxDays}
          onSave={(end) => acts.changeEnd(request.id, end)}
          onClose={() => setChanging(false)}
        />
      )}
      {asked !== null && asked.note !== "" && <p className={classes.note}>{asked.note}</p>}
    </>
  );
}

function Readers({ readers }: Pick<OpenedRequest, "readers">) {
  return (
    <section aria-label="Who else reads the answers">
      <h2 className={outward.label}>Who else reads the answers</h2>
      <ul className={classes.came}>
        {readers.map((person) => (
          <li key={person.addr}>
            {fullName(person)}
            {person.name !== null && <span>{person.addr}</span>}
          </li>
        ))}
      </ul>
      <p className={outward.hint}>
        Each got a locked message with the key, and has copies of their own. Nobody is added later: ask anew instead.
      </p>
    </section>
  );
}
