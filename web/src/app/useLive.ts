/** Joins the stream of events with what they change: lists, the blue dot, the vault, invitations. */
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ConnectionLost } from "../api/problems.ts";
import { applyEvent, fetchAgain, place } from "../mailbox/boxes.ts";
import { takeServerVault } from "../keys/vault.ts";
import type { LiveEvent, LiveSignal } from "../live/events.ts";
import { listen } from "../live/stream.ts";
import { bodyOf, http } from "../api/client.ts";
import { useUnlocked } from "../session/state.ts";
import { hearOfInvitation } from "./useJudging.ts";

/** Whether there is a line to the server. `arrived` hears of every message of the stream, after the lists have it. */
export function useLive(arrived: (client: QueryClient, mid: string) => Promise<void>): boolean {
  const client = useQueryClient();
  const { me } = useUnlocked();
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const hear = (signal: LiveSignal) => {
      if (signal.type === "lost") setOnline(false);
      else if (signal.type === "ended") void askWhoIsSignedIn();
      else setOnline(true);
      const step = place.take(signal);
      if (step.do === "refetch") settle(allAgain(client), () => setOnline(false));
      if (step.do === "apply")
        settle(
          apply(client, step.event).then(() => tell(client, step.event, arrived)),
          () => void allAgain(client).catch(() => undefined),
        );
    };
    // The browser may know before the stream does that there is no line.
    const offline = () => setOnline(false);
    const online = () =>
      settle(
        allAgain(client).then(() => setOnline(true)),
        offline,
      );
    addEventListener("offline", offline);
    addEventListener("online", online);
    const stop = listen(me.uid, () => place.number, hear);
    return () => {
      removeEventListener("offline", offline);
      removeEventListener("online", online);
      stop();
    };
  }, [client, me.uid, arrived]);
  return isOnline;
}

/** The vault, and what is shown of the entries and the keys of links in it. */
async function vaultAgain(client: QueryClient): Promise<void> {
  await takeServerVault();
  await client.invalidateQueries({ queryKey: ["entries"] });
  await client.invalidateQueries({ queryKey: ["links"] });
}

/** After events were missed. The vault only where entries are kept: elsewhere it is taken when it is written. */
async function allAgain(client: QueryClient): Promise<void> {
  await fetchAgain(client);
  const has = (name: string) => client.getQueryCache().findAll({ queryKey: [name] }).length > 0;
  if (has("entries") || has("links")) await vaultAgain(client);
}

async function apply(client: QueryClient, event: LiveEvent): Promise<void> {
  if (event.kind === "vault") await vaultAgain(client);
  else if (event.kind === "invitation") {
    if (event.id !== null) await hearOfInvitation(event.id);
    await client.invalidateQueries({ queryKey: ["admin"] });
    await client.invalidateQueries({ queryKey: ["people"] });
  } else if (event.kind === "credentials") await client.invalidateQueries({ queryKey: ["sessions"] });
  else if (event.kind === "link") await client.invalidateQueries({ queryKey: ["links"] });
  else await applyEvent(client, event);
}

/** Nothing that is shown waits for this, and what fails here is said by the row itself. */
function tell(
  client: QueryClient,
  { kind, id }: LiveEvent,
  arrived: (client: QueryClient, mid: string) => Promise<void>,
): void {
  if (kind === "message" && id !== null) arrived(client, id).catch(() => undefined);
}

/** The server refused the stream: asking shows whether the session ended, and the way to the server says so. */
async function askWhoIsSignedIn(): Promise<void> {
  await bodyOf(http.GET("/v1/session")).catch(() => undefined);
}

function settle(work: Promise<void>, otherwise: () => void): void {
  work.catch((problem: unknown) => {
    if (problem instanceof ConnectionLost) otherwise();
  });
}
