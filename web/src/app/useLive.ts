/** Joins the stream of events with what they change: lists, the blue dot, the vault, invitations. */
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ConnectionLost } from "../api/problems.ts";
import { answersAgain, listedAnswer } from "../mailbox/answers.ts";
import { keysChanged } from "../mailbox/handing.ts";
import { applyEvent, fetchAgain } from "../mailbox/boxes.ts";
import { takeServerVault } from "../keys/vault.ts";
import type { LiveEvent, LiveSignal } from "../live/events.ts";
import { gathered } from "../live/gathered.ts";
import { place } from "../live/place.ts";
import { listen } from "../live/stream.ts";
import { bodyOf, http } from "../api/client.ts";
import { useUnlocked } from "../session/state.ts";
import type { Came } from "./useArrivals.ts";
import { hearOfInvitation } from "./useJudging.ts";

type Hears = (client: QueryClient, came: Came) => Promise<void>;

/** Whether there is a line to the server. `arrived` hears of what came by the stream, after the lists have it. */
export function useLive(arrived: Hears): boolean {
  const client = useQueryClient();
  const { me } = useUnlocked();
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const { hear, online, refetch } = follower(client, arrived, setOnline);
    // The browser may know before the stream does that there is no line.
    const offline = () => setOnline(false);
    addEventListener("offline", offline);
    addEventListener("online", online);
    place.whenBehind(refetch);
    const stop = listen(me.uid, () => place.number, hear);
    return () => {
      removeEventListener("offline", offline);
      removeEventListener("online", online);
      stop();
    };
  }, [client, me.uid, arrived]);
  return isOnline;
}

/** What a tab does with what it is told. A round of fetching that failed is due again as soon as there is a stream. */
function follower(client: QueryClient, arrived: Hears, setOnline: (isOnline: boolean) => void) {
  const again = refetches(client);
  let isDue = false;
  const refetchAll = async () => {
    isDue = true;
    await again.all();
    isDue = false;
  };
  const refetch = () => settle(refetchAll(), () => setOnline(false));
  const hear = (signal: LiveSignal) => {
    if (signal.type === "lost") setOnline(false);
    else if (signal.type === "ended") void askWhoIsSignedIn();
    else setOnline(true);
    const step = place.take(signal);
    if (step.do === "refetch" || (signal.type === "start" && isDue)) refetch();
    if (step.do === "apply") {
      const came = cameBy(client, step.event);
      settle(
        apply(client, again, step.event).then(() => tell(client, came, arrived)),
        () => void refetchAll().catch(() => undefined),
      );
    }
  };
  const online = () =>
    settle(
      refetchAll().then(() => setOnline(true)),
      () => setOnline(false),
    );
  return { hear, online, refetch };
}

/** Everything that events ask to fetch again. Ten events in a row are one or two rounds, not ten that cut each other short. */
function refetches(client: QueryClient) {
  const shown = (name: string) => gathered(() => client.invalidateQueries({ queryKey: [name] }));
  return {
    all: gathered(() => allAgain(client)),
    vault: gathered(() => vaultAgain(client)),
    answers: gathered(() => answersAgain(client)),
    links: shown("links"),
    requests: shown("requests"),
  };
}

/** The vault, and what is shown of the entries and the keys of links in it. */
async function vaultAgain(client: QueryClient): Promise<void> {
  await takeServerVault();
  await client.invalidateQueries({ queryKey: ["entries"] });
  await client.invalidateQueries({ queryKey: ["links"] });
  await client.invalidateQueries({ queryKey: ["requests"] });
  keysChanged();
}

/** After events were missed. */
async function allAgain(client: QueryClient): Promise<void> {
  await fetchAgain(client);
  await answersAgain(client);
  await vaultAgain(client);
}

async function apply(client: QueryClient, again: ReturnType<typeof refetches>, event: LiveEvent): Promise<void> {
  if (event.kind === "vault") await again.vault();
  else if (event.kind === "invitation") {
    if (event.id !== null) await hearOfInvitation(event.id);
    await client.invalidateQueries({ queryKey: ["admin"] });
    await client.invalidateQueries({ queryKey: ["people"] });
  } else if (event.kind === "credentials") await client.invalidateQueries({ queryKey: ["sessions"] });
  else if (event.kind === "link") await again.links();
  else if (event.kind === "request") await again.requests();
  else if (event.kind === "answer") await again.answers();
  else await applyEvent(client, event);
}

/** An answer that was marked, or is gone, has the same event: one that came was not in the list before. */
function cameBy(client: QueryClient, { kind, id }: LiveEvent): Came | null {
  if (id === null || (kind !== "message" && kind !== "answer")) return null;
  return kind === "answer" && listedAnswer(client, id) !== undefined ? null : { kind, mid: id };
}

/** Nothing that is shown waits for this, and what fails here is said by the row itself. */
function tell(client: QueryClient, came: Came | null, arrived: Hears): void {
  if (came !== null) arrived(client, came).catch(() => undefined);
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
