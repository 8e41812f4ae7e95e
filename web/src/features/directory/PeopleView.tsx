/** Everybody in the organisation: who can get messages, and whose key has been checked. */
import { Badge, Button, TextInput } from "@mantine/core";
import { IconCircleCheckFilled, IconCloudX, IconPencil, IconSearch } from "@tabler/icons-react";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { PageBody } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { keyNote } from "./model.ts";
import type { PersonRow } from "./model.ts";
import classes from "./directory.module.css";

export interface PeopleViewProps {
  state: "loading" | "ready" | "failed";
  people: PersonRow[];
  typed: string;
  onTyped: (typed: string) => void;
  onWrite: (person: PersonRow) => void;
  /** null when all are shown. */
  onMore: (() => void) | null;
  onRetry: () => void;
}

/** The tick is never the only sign: its words stand beside it. */
export function CheckedMark() {
  return (
    <span className={classes.checked}>
      <IconCircleCheckFilled size={16} aria-hidden="true" /> Checked by you
    </span>
  );
}

function Person({ person, onWrite }: { person: PersonRow; onWrite: (person: PersonRow) => void }) {
  const navigate = useNavigateTo();
  const note = keyNote(person.key);
  const reachable = person.key === "checked" || person.key === "invited" || person.key === "known";
  return (
    <Row
      lead={<Avatar name={person.name} tint={person.addr} />}
      title={
        <>
          {person.name}
          {person.me && <Badge color="ink">You</Badge>}
          {person.key === "checked" && <CheckedMark />}
        </>
      }
      text={
        <>
          <span className={person.sameName ? classes.same : undefined}>{person.addr}</span>
          {person.sameName && " · Same name, look at the address"}
          {note !== null && (
            <span className={classes.note} data-tone={note.tone}>
              {" "}
              · {note.text}
            </span>
          )}
        </>
      }
      end={
        person.me ? undefined : (
          <>
            {reachable && (
              <IconButton
                label={`Write to ${person.name}`}
                icon={<IconPencil size={18} stroke={1.75} />}
                onClick={() => onWrite(person)}
              />
            )}
            {(reachable || person.key === "new-key") && (
              <Button
                variant="default"
                size="xs"
                className={classes.checkButton ?? ""}
                aria-label={`${person.key === "checked" ? "Check again" : "Check"}, key of ${person.name}`}
                onClick={() => navigate(`/people/${person.id}/check`)}
              >
                {person.key === "checked" ? "Check again" : "Check"}
              </Button>
            )}
          </>
        )
      }
    />
  );
}

export function PeopleView(props: PeopleViewProps) {
  const { state, people, typed, onTyped, onMore } = props;
  return (
    <PageBody title="People">
      <TextInput
        className={classes.search ?? ""}
        variant="filled"
        size="md"
        aria-label="Search name or email address"
        placeholder="Search name or email address"
        leftSection={<IconSearch size={18} stroke={1.75} />}
        value={typed}
        onChange={(event) => onTyped(event.currentTarget.value)}
      />
      {state === "loading" && <SkeletonRows label="Loading people" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The list did not load."
          actions={<Button onClick={props.onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && people.length === 0 && (
        <State title={`Nothing found for “${typed.trim()}”.`} text="Search looks at names and email addresses." />
      )}
      {state === "ready" && people.length > 0 && (
        <Rows label="People">
          {people.map((person) => (
            <Person key={person.id} person={person} onWrite={props.onWrite} />
          ))}
        </Rows>
      )}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </PageBody>
  );
}
