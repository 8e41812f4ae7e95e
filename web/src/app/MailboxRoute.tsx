/** Messages: Inbox and Sent with what is open in them, and the window for a new one over the inbox. */
import { Suspense } from "react";
import { MailboxPage } from "../features/messages/MailboxPage.tsx";
import { useUnlocked } from "../session/state.ts";
import { firstName } from "../lib/names.ts";
import { usePathPart, useQueryPart } from "./address.ts";
import { NotFoundView } from "./NotFoundView.tsx";
import { useIsOnline } from "./online.ts";
import { useNow } from "./useClock.ts";
import { later } from "../ui/later/later.ts";

const ComposePage = later(async () => ({ default: (await import("../features/compose/ComposePage.tsx")).ComposePage }));
const AnswerPage = later(() => import("../features/requests/answers/AnswerPage.tsx"));
const LinkComposePage = later(async () => ({
  default: (await import("../features/compose/LinkComposePage.tsx")).LinkComposePage,
}));

function Compose({ now, me }: { now: Date; me: string }) {
  const { reply, all, person, group, mode } = useQueryPart();
  const wish = { reply, person, group, all: all !== undefined };
  return (
    <Suspense>
      {mode === "link" || mode === "email" ? (
        <LinkComposePage key={mode} way={mode} now={now} />
      ) : (
        <ComposePage key={JSON.stringify(wish)} wish={wish} me={me} now={now} />
      )}
    </Suspense>
  );
}

export function MailboxRoute() {
  const folder = usePathPart("folder");
  const mid = usePathPart("mid");
  const { me, name } = useUnlocked();
  const now = useNow();
  const isOnline = useIsOnline();
  const isNew = folder === "new" && mid === undefined;
  if (folder !== "inbox" && folder !== "sent" && !isNew) return <NotFoundView />;
  const shown = folder === "sent" ? "sent" : "inbox";
  return (
    <>
      <MailboxPage
        key={shown}
        folder={shown}
        mid={mid ?? null}
        now={now}
        isOnline={isOnline}
        firstName={firstName(name)}
        Answer={AnswerPage}
      />
      {isNew && <Compose now={now} me={me.addr} />}
    </>
  );
}
