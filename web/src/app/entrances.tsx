/** The two entrances. Which of them is shown is the gate's decision. */
import { useSession } from "../session/state.ts";
import { SignInPage, UnlockPage } from "../features/accounts/EntrancePages.tsx";

export function SignInRoute() {
  const session = useSession();
  if (session.at !== "signed-out") return null;
  return <SignInPage organisation={session.organisation} notice={session.notice} />;
}

export function UnlockRoute() {
  const session = useSession();
  return session.at === "locked" ? <UnlockPage session={session} /> : null;
}
