/**
 * Everything behind the lock gate: the frame, the stream of events, the idle lock. It goes as a whole when it locks, and
 * with it every answer of the server that it held.
 */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useUnreadCount } from "../features/messages/useFolder.ts";
import { stayActive, watchIdle } from "../session/idle.ts";
import { whyNoMail } from "../session/mail.ts";
import { lockSession, signOut } from "../session/session.ts";
import { useSession } from "../session/state.ts";
import type { Unlocked } from "../session/state.ts";
import { askAgain, later } from "../ui/later/later.ts";
import { useNavigateTo } from "../ui/Link/Link.tsx";
import { UnreadContext } from "../ui/Page/Page.tsx";
import { useShortcuts } from "../ui/shortcuts/shortcuts.ts";
import { SkeletonRows } from "../ui/States/States.tsx";
import { toast } from "../ui/toasts/toasts.tsx";
import { LogNotice, LogStop } from "./LogNotice.tsx";
import { OnlineContext } from "./online.ts";
import { ShellView } from "./Shell/ShellView.tsx";
import { showDot } from "./tabSigns.ts";
import { useArrivals } from "./useArrivals.ts";
import type { Arrival } from "./useArrivals.ts";
import { useJudging } from "./useJudging.ts";
import { useLive } from "./useLive.ts";
import { useLocksIn } from "./useLocksIn.ts";

const ShortcutsDialog = later(async () => ({
  default: (await import("./Shell/ShortcutsDialog.tsx")).ShortcutsDialog,
}));

function newClient(): QueryClient {
  // Events keep what is shown current; the way to the server repeats what may be repeated.
  const always = { retry: false, refetchOnWindowFocus: false, staleTime: Infinity } as const;
  return new QueryClient({ defaultOptions: { queries: always } });
}

const LOCKED_BY_HAND = "You locked Waxpost.";

function useIdleLock(): void {
  useEffect(
    () =>
      watchIdle(() => {
        toast({
          message: "Locking in 60 s",
          stays: 55_000,
          action: { label: "Stay unlocked", run: stayActive },
        });
      }),
    [],
  );
}

/** Read aloud when it comes, without taking the focus. The place for it is there before. */
function Announced({ arrival }: { arrival: Arrival | null }) {
  return (
    <span className="sp-hidden" role="status">
      {arrival !== null && <span key={arrival.number}>{arrival.text}</span>}
    </span>
  );
}

function Frame({ session, children }: { session: Unlocked; children: ReactNode }) {
  const [pathname] = useLocation();
  const navigate = useNavigateTo();
  const [isShowingKeys, setShowingKeys] = useState(false);
  const unread = useUnreadCount();
  const { arrival, hear } = useArrivals(session.me.addr);
  const isOnline = useLive(hear);
  const locksIn = useLocksIn();
  useIdleLock();
  useJudging();
  useEffect(() => showDot(unread > 0), [unread]);
  useEffect(() => {
    if (isOnline) askAgain();
  }, [isOnline]);
  const lock = () => void lockSession(LOCKED_BY_HAND);
  useShortcuts({
    c: () => navigate("/messages/new"),
    "Shift+e": () => navigate("/messages/new?mode=email"),
    "Shift+l": () => navigate("/messages/new?mode=link"),
    "Shift+r": () => navigate("/messages/requests/new"),
    "g i": () => navigate("/messages/inbox"),
    "g s": () => navigate("/messages/sent"),
    "g l": () => navigate("/messages/links"),
    "g r": () => navigate("/messages/requests"),
    "g e": () => navigate("/entries"),
    "g p": () => navigate("/people"),
    "?": () => setShowingKeys(true),
  });
  useShortcuts({ "Mod+Alt+l": lock }, { everywhere: true });
  const actions = {
    onLock: lock,
    onSignOut: () => void signOut().catch(() => undefined),
    onShortcuts: () => setShowingKeys(true),
  };
  const linksOff = !session.policies.links.areAllowed;
  const me = { name: session.name, addr: session.me.addr, admin: session.me.role === "administrator" };
  return (
    <UnreadContext value={unread}>
      <OnlineContext value={isOnline}>
        <ShellView
          {...{ me, unread, locksIn, actions, linksOff }}
          path={pathname}
          requestsOff={!session.policies.requests.areAllowed}
          whyNoMail={() => whyNoMail(session.policies.links)}
        >
          <Announced arrival={arrival} />
          <LogNotice log={session.log} />
          <Suspense fallback={<SkeletonRows label="Loading" />}>{children}</Suspense>
        </ShellView>
        {isShowingKeys && (
          <Suspense>
            <ShortcutsDialog opened onClose={() => setShowingKeys(false)} />
          </Suspense>
        )}
      </OnlineContext>
    </UnreadContext>
  );
}

function Opened({ session, children }: { session: Unlocked; children: ReactNode }) {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <LogStop log={session.log}>
        <Frame session={session}>{children}</Frame>
      </LogStop>
    </QueryClientProvider>
  );
}

export function Inside({ children }: { children: ReactNode }) {
  const session = useSession();
  if (session.at !== "unlocked") return null;
  return (
    <Opened key={session.me.uid} session={session}>
      {children}
    </Opened>
  );
}
