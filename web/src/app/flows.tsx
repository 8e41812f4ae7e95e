/** The flows that end with a key, each with the code that came with its address. */
import { FirstStartPage, JoinPage, RecoverPage } from "../features/accounts/SetupPages.tsx";
import { useSession } from "../session/state.ts";
import { usePathPart } from "./address.ts";
import { takenFragment } from "./fragment.ts";

export function FirstStartRoute() {
  return <FirstStartPage code={takenFragment()} />;
}

function useLinkId(): string {
  return usePathPart("id") ?? "";
}

export function JoinRoute() {
  return <JoinPage link={{ kind: "invitation", id: useLinkId(), fragment: takenFragment() ?? "" }} />;
}

export function AgainRoute() {
  return <JoinPage link={{ kind: "start-over", id: useLinkId(), fragment: takenFragment() ?? "" }} />;
}

export function RecoverRoute() {
  const session = useSession();
  return <RecoverPage organisation={"organisation" in session ? session.organisation : null} />;
}
