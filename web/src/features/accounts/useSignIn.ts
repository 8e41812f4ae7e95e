/** State of signing in: the settings first, then the stretched password, then slot and vault. */
import { useState } from "react";
import { bodyOf, http } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { enterSignedIn } from "../../session/session.ts";
import { setWantsToStay, wantsToStay } from "../../session/staying.ts";
import type { SignInViewProps } from "./SignInView.tsx";
import { ADDRESS_ERROR, deviceLabel, isAddress, problemSentence } from "./words.ts";

export interface SignInOptions {
  organisation: string | null;
  notice: string | null;
}

export function useSignIn({ organisation, notice }: SignInOptions): SignInViewProps {
  const [form, setForm] = useState({ addr: "", password: "", stay: wantsToStay() });
  const [errors, setErrors] = useState<SignInViewProps["errors"]>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);

  const signIn = async (acceptChangedSettings: boolean) => {
    setBusy(true);
    setProblem(null);
    setAsks(false);
    setWantsToStay(form.stay);
    try {
      setAsks(!(await enterWith(form.addr.trim(), form.password, acceptChangedSettings)));
    } catch (failure) {
      setProblem(problemSentence(failure));
    } finally {
      setBusy(false);
    }
  };
  const submit = () => {
    const found = {
      ...(isAddress(form.addr) ? {} : { addr: ADDRESS_ERROR }),
      ...(form.password === "" ? { password: "Enter your password" } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length === 0 && !busy) void signIn(false);
  };
  return {
    ...{ host: location.host, organisation, notice, busy, problem, errors },
    ...form,
    onChange: (change) => setForm({ ...form, ...change }),
    onSubmit: submit,
    settingsChanged: asks ? { onAccept: () => void signIn(true), onStop: () => setAsks(false) } : null,
  };
}

/** False when this device remembers other settings for the address and nobody accepted the new ones yet. */
async function enterWith(addr: string, password: string, accept: boolean): Promise<boolean> {
  const kdf = await bodyOf(http.POST("/v1/sign-in/start", { body: { addr } }));
  const started = await keyring().startSignIn(addr, password, kdf, accept);
  if (started.settingsChanged) return false;
  const body = { addr, login_key: started.loginKey, client: "browser", label: deviceLabel() } as const;
  const signedIn = await bodyOf(http.POST("/v1/sign-in", { body }));
  await enterSignedIn(signedIn, await keyring().unlock(signedIn));
  return true;
}
