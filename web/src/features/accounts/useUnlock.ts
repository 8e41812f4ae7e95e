/** State of the lock screen: the session lives on, the password opens the keys again. */
import { useState } from "react";
import { bodyOf, http } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { enterSignedIn, signOut } from "../../session/session.ts";
import type { SessionState } from "../../session/state.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import type { UnlockViewProps } from "./UnlockView.tsx";
import { problemSentence } from "./words.ts";

const WRONG = "That password does not match.";

export type LockedAccount = Extract<SessionState, { at: "locked" }>;

export function useUnlock(session: LockedAccount): UnlockViewProps {
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (failure) {
      const isWrong = failure instanceof WorkerProblem && failure.code === "wrong-key";
      setProblem(isWrong ? WRONG : problemSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ host: location.host, organisation: session.organisation, reason: session.reason, addr: session.me.addr },
    name: session.name ?? session.me.addr,
    ...{ password, problem, busy },
    onPassword: (typed) => {
      setPassword(typed);
      setProblem(null);
    },
    onSubmit: () => {
      if (password === "") setProblem("Enter your password");
      else if (!busy) void run(() => unlockWith(password));
    },
    onSignOut: () => void run(signOut),
  };
}

async function unlockWith(password: string): Promise<void> {
  const [credentials, session, vault] = await Promise.all([
    bodyOf(http.GET("/v1/credentials")),
    bodyOf(http.GET("/v1/session")),
    bodyOf(http.GET("/v1/vault")),
  ]);
  const body = { ...session, vault, number: vault.number };
  await enterSignedIn(body, await keyring().unlockWithPassword(password, credentials, body));
}
