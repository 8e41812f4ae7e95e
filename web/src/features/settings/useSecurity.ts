/** State of Settings, Security: sessions, my key, whose keys I checked, staying unlocked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { bodyOf, http } from "../../api/client.ts";
import { isProblem, sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { fetchChecked } from "./checked.ts";
import type { SecurityViewProps, SessionRow } from "./SecurityView.tsx";
import { useStaying } from "./useStaying.ts";

const SESSIONS_KEY = ["sessions"];

type Security = Omit<SecurityViewProps, "onChangePassword" | "onNewKit" | "onEndOthers" | "mail"> & {
  endOthers: () => Promise<void>;
};

export function useSecurity(now: Date): Security {
  const client = useQueryClient();
  const { me, policies } = useUnlocked();
  const staying = useStaying(policies.stayUnlocked);
  const sessions = useQuery({ queryKey: SESSIONS_KEY, queryFn: fetchSessions, staleTime: 0 });
  // Kept by nobody once the page is left: eight words are few enough to be asked for again.
  const mine = useQuery({ queryKey: ["my-words"], queryFn: () => keyring().myWords(), gcTime: 0 });
  const people = useQuery({ queryKey: ["people", "checked"], queryFn: () => fetchChecked(me.addr), staleTime: 0 });
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      toast({ message: done });
    } catch (problem) {
      if (!isProblem(problem, "session-not-found")) toast({ message: sentenceOf(problem) });
    }
    await client.invalidateQueries({ queryKey: SESSIONS_KEY });
  };
  return {
    now,
    sessions: sessions.data ?? (sessions.isError ? "failed" : null),
    onRetrySessions: () => void sessions.refetch(),
    onEndSession: ({ id, label }) =>
      void act(
        () => http.DELETE("/v1/sessions/{session_id}", { params: { path: { session_id: id } } }),
        `Signed out: ${label}`,
      ),
    endOthers: () => act(() => http.POST("/v1/sessions/end-others"), "Signed out everywhere else"),
    ...staying,
    mayStayUnlocked: policies.stayUnlocked,
    key_: mine.data ?? null,
    checked: people.data?.checked ?? (people.isError ? "failed" : null),
    onRetryChecked: () => void people.refetch(),
    people: people.data?.others ?? null,
  };
}

/** This device first, then the one that was seen last. */
async function fetchSessions(): Promise<SessionRow[]> {
  const { sessions } = await bodyOf(http.GET("/v1/sessions"));
  return sessions
    .map(({ id, label, client, network, seen_at, current }) => ({
      ...{ id, client, network, current },
      label: label ?? (client === "cli" ? "Command line" : "A browser"),
      seenAt: new Date(seen_at),
    }))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt.getTime() - a.seenAt.getTime());
}
