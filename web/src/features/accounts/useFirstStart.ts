/** State of the first start: the organisation, its first administrator, a password, a kit. */
import { useState } from "react";
import { bodyOf, http, writable } from "../../api/client.ts";
import type { Schemas } from "../../api/client.ts";
import { keyring } from "../../keys/keyring.ts";
import { enterSignedIn } from "../../session/session.ts";
import { useFlow } from "./useFlow.ts";
import type { Flow } from "./useFlow.ts";
import { useKit, usePassword } from "./useSecrets.ts";
import { ADDRESS_ERROR, deviceLabel, isAddress } from "./words.ts";

export interface FirstStart {
  flow: Flow;
  form: { organisation: string; startCode: string; name: string; addr: string };
  onChange: (change: Partial<FirstStart["form"]>) => void;
  errors: { organisation?: string; startCode?: string; name?: string; addr?: string };
  password: ReturnType<typeof usePassword>;
  kit: ReturnType<typeof useKit>;
  reason: string | null;
  onNext: () => void;
}

/** `brought` is the code of the link; null when it has to be typed. */
export function useFirstStart(brought: string | null): FirstStart {
  const [form, setForm] = useState({ organisation: "", startCode: brought ?? "", name: "", addr: "" });
  const [errors, setErrors] = useState<FirstStart["errors"]>({});
  const [start, setStart] = useState<{ code: string; checked: Schemas["StartAnswer"] } | null>(null);
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  const flow = useFlow(3);
  const password = usePassword([form.organisation, form.name, form.addr]);
  const kit = useKit(recoveryCode, form);
  const addr = form.addr.trim();
  const name = form.name.trim();

  const works = [
    async () => {
      const { code } = await keyring().readStartCode(form.startCode);
      setStart({ code, checked: await bodyOf(http.POST("/v1/start/check", { body: { code } })) });
    },
    async () => {
      if (start === null) throw new Error("not checked");
      await keyring().joinNewInstance(addr, start.checked.log, start.checked.note);
    },
    async () => {
      const kdf = await bodyOf(http.POST("/v1/sign-in/start", { body: { addr } }));
      const made = await keyring().makeAccount({ name, password: password.value, kdf });
      setRecoveryCode(made.recoveryCode);
    },
    async () => {
      await keyring().proveRecoveryCode(kit.typed[2], kit.typed[5]);
      const { account } = await keyring().newAccount();
      const organisation = form.organisation.trim();
      const body = { code: start?.code ?? "", organisation, account, client: "browser", label: deviceLabel() } as const;
      const signedIn = await bodyOf(http.POST("/v1/start", { body: writable(body) }));
      await enterSignedIn(signedIn, await keyring().enterAccount(signedIn));
    },
  ];
  const onNext = () => {
    const found = errorsOf(flow.step, form, brought === null);
    setErrors(found);
    const work = works[flow.step];
    if (Object.keys(found).length === 0 && work !== undefined) flow.next(work);
  };
  return {
    ...{ flow, form, errors, password, kit, onNext },
    onChange: (change) => setForm({ ...form, ...change }),
    reason: flow.step === 2 ? password.reason : flow.step === 3 ? kit.reason : null,
  };
}

function errorsOf(step: number, form: FirstStart["form"], typesCode: boolean): FirstStart["errors"] {
  if (step === 0)
    return {
      ...(typesCode && form.startCode.trim() === "" ? { startCode: "Type the start code" } : {}),
      ...(form.organisation.trim() === "" ? { organisation: "Enter a name" } : {}),
    };
  if (step !== 1) return {};
  return {
    ...(form.name.trim() === "" ? { name: "Enter your name" } : {}),
    ...(isAddress(form.addr) ? {} : { addr: ADDRESS_ERROR }),
  };
}
