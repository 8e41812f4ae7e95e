/** State of recovering with the kit: the code, a new password, a new kit. The key stays the same. */
import { useState } from "react";
import { bodyOf, http, writable } from "../../api/client.ts";
import { isProblem } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { enterSignedIn } from "../../session/session.ts";
import { WorkerProblem } from "../../worker/calls.ts";
import { useFlow } from "./useFlow.ts";
import type { Flow } from "./useFlow.ts";
import { useKit, usePassword } from "./useSecrets.ts";
import { ADDRESS_ERROR, Said, deviceLabel, isAddress } from "./words.ts";

export interface Recovering {
  flow: Flow;
  form: { addr: string; code: string };
  onChange: (change: { addr?: string; code?: string }) => void;
  errors: { addr?: string; code?: string };
  password: ReturnType<typeof usePassword>;
  kit: ReturnType<typeof useKit>;
  reason: string | null;
  onNext: () => void;
}

const CODE_ERROR = "Type all eight groups";
const NO_MATCH = "That address and recovery code do not match.";

export function useRecover(): Recovering {
  const [form, setForm] = useState({ addr: "", code: "" });
  const [errors, setErrors] = useState<Recovering["errors"]>({});
  const [entered, setEntered] = useState<{ name: string; credVer: number; number: number } | null>(null);
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  const flow = useFlow(1);
  const addr = form.addr.trim();
  const name = entered?.name ?? "";
  const password = usePassword([name, addr]);
  const kit = useKit(recoveryCode, { name, addr });
  const works = [
    async () => setEntered(await enterRecovery(addr, form.code)),
    async () => {
      const made = await keyring().startNewCredentials(password.value, entered?.credVer ?? 0);
      setRecoveryCode(made.recoveryCode);
    },
    async () => {
      await keyring().proveRecoveryCode(kit.typed[2], kit.typed[5]);
      await finish(entered?.number ?? 0);
    },
  ];
  const onNext = () => {
    const found = {
      ...(flow.step > 0 || isAddress(form.addr) ? {} : { addr: ADDRESS_ERROR }),
      ...(flow.step > 0 || form.code.trim() !== "" ? {} : { code: CODE_ERROR }),
    };
    setErrors(found);
    const work = works[flow.step];
    if (Object.keys(found).length === 0 && work !== undefined) flow.next(() => work().catch(saidOf));
  };
  return {
    ...{ flow, form, errors, password, kit, onNext },
    onChange: (change) => setForm({ ...form, ...change }),
    reason: [null, password.reason, kit.reason][flow.step] ?? null,
  };
}

/** What the recovery code got wrong, in a sentence of its own. */
function saidOf(problem: unknown): never {
  if (isProblem(problem, "sign-in-failed")) throw new Said(NO_MATCH);
  if (problem instanceof WorkerProblem && problem.code === "form") throw new Said(CODE_ERROR);
  throw problem;
}

async function enterRecovery(addr: string, code: string): Promise<{ name: string; credVer: number; number: number }> {
  const { loginKey } = await keyring().startRecovery(addr, code);
  const body = { addr, login_key: loginKey, client: "browser", label: deviceLabel() } as const;
  const signedIn = await bodyOf(http.POST("/v1/sign-in/recovery", { body }));
  const { name } = await keyring().unlock(signedIn);
  return { name, credVer: signedIn.cred_ver, number: signedIn.number };
}

/** The new credentials go out; only when the stored slot opens again is it done. `number` is that of the vault. */
async function finish(number: number): Promise<void> {
  const body = await keyring().newCredentials();
  await bodyOf(http.PUT("/v1/credentials", { body: writable(body) }));
  const [credentials, session] = await Promise.all([
    bodyOf(http.GET("/v1/credentials")),
    bodyOf(http.GET("/v1/session")),
  ]);
  const facts = await keyring().confirmCredentials(credentials.slot_password, session.device_salt);
  await enterSignedIn({ me: session.me, number }, facts);
}
