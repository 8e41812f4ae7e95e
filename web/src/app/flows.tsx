/** The flows that end with a key, each with the code that came with its address. */
import { FirstStartPage, JoinPage, RecoverPage } from "../features/accounts/SetupPages.tsx";
import { useSession } from "../session/state.ts";
import { usePathPart } from "./address.ts";
import { useFragment } from "./useFragment.ts";

export function FirstStartRoute() {
  const code = useFragment();
  return <FirstStartPage key={code} code={code} />;
}

function JoinWith({ kind }: { kind: "invitation" | "start-over" }) {
  const id = usePathPart("id") ?? "";
  const fragment = useFragment() ?? "";
  return <JoinPage key={fragment} link={{ kind, id, fragment }} />;
}

export function JoinRoute() {
  return <JoinWith kind="invitation" />;
}

export function AgainRoute() {
  return <JoinWith kind="start-over" />;
}

export function RecoverRoute() {
  const session = useSession();
  return <RecoverPage organisation={"organisation" in session ? session.organisation : null} />;
}
