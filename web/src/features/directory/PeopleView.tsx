/** Everybody in the organisation: who can get messages, and whose key has been checked. */
import { ActionIcon, Badge, Button, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCircleCheckFilled, IconCloudX, IconDots, IconPencil, IconSearch } from "@tabler/icons-react";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import type { Act } from "../../ui/ActionMenu/ActionMenu.tsx";
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

/** Two buttons; on a phone, where they would take the room of the address, one that opens both. */
function Acts({ person, acts, phone }: { person: PersonRow; acts: Act[]; phone: boolean }) {
  if (phone) {
    return (
      <ActionMenu title={person.name} acts={acts}>
        <ActionIcon aria-label={`Actions for ${person.name}`}>
          <IconDots size={19} stroke={1.75} />
        </ActionIcon>
      </ActionMenu>
    );
  }
  return acts.map(({ label, icon, run }) =>
    icon === undefined ? (
      <Button
        key={label}
        variant="default"
        size="xs"
        className={classes.checkButton ?? ""}
        aria-label={`${label}, key of ${person.name}`}
        onClick={run}
      >
        {label}
      </Button>
    ) : (
      <IconButton key={label} label={`Write to ${person.name}`} icon={icon} onClick={run} />
    ),
  );
}

/** What can be done with a person here: write, where that is possible, and check the key, where there is one. */
function useActs({ person, onWrite }: PersonProps): Act[] {
  const navigate = useNavigateTo();
  if (person.me) return [];
  const reachable = person.key === "checked" || person.key === "invited" || person.key === "known";
  const check = person.key === "checked" ? "Check again" : "Check";
  return [
    ...(reachable
      ? [{ label: "Write", icon: <IconPencil size={18} stroke={1.75} />, run: () => onWrite(person) }]
      : []),
    ...(reachable || person.key === "new-key"
      ? [{ label: check, run: () => navigate(`/people/${person.id}/check`) }]
      : []),
  ];
}

interface PersonProps {
  person: PersonRow;
  onWrite: (person: PersonRow) => void;
  phone: boolean;
}

function Person(props: PersonProps) {
  const { person, phone } = props;
  const acts = useActs(props);
  const note = keyNote(person.key);
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
      end={acts.length === 0 ? undefined : <Acts person={person} acts={acts} phone={phone} />}
    />
  );
}

export function PeopleView(props: PeopleViewProps) {
  const { state, people, typed, onTyped, onMore } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
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
        <Rows className={classes.list} label="People">
          {people.map((person) => (
            <Person key={person.id} person={person} onWrite={props.onWrite} phone={phone} />
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
