/** People, and over them the check of one person's key. */
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { KeyCheckView } from "./KeyCheckView.tsx";
import { PeopleView } from "./PeopleView.tsx";
import { useKeyCheck } from "./useKeyCheck.ts";
import { usePeople } from "./usePeople.ts";

interface PeoplePageProps {
  /** The id of the person whose key is being checked. */
  check?: string | undefined;
  /** Where the check leads when it is closed; the list of people unless said otherwise. */
  onCheckClosed?: (() => void) | undefined;
}

function KeyCheckDialog({ id, onClose }: { id: string; onClose: () => void }) {
  return <KeyCheckView {...useKeyCheck(id, onClose)} />;
}

export function PeoplePage({ check, onCheckClosed }: PeoplePageProps) {
  const navigate = useNavigateTo();
  const people = usePeople((person) => navigate(`/messages/new?person=${person.id}`));
  return (
    <>
      <PeopleView {...people} />
      {check !== undefined && (
        <KeyCheckDialog key={check} id={check} onClose={onCheckClosed ?? (() => navigate("/people"))} />
      )}
    </>
  );
}
