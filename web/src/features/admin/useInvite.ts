/** State of inviting: what is typed, then the link, which is shown whole once it is registered. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isProblem } from "../../api/problems.ts";
import type { InviteDialogProps } from "./InviteDialog.tsx";
import { ADDRESS_ERROR, invite, makingSentence } from "./linkMaking.ts";
import type { ShownLink } from "./linkMaking.ts";

type Fields = Pick<InviteDialogProps, "addr" | "name" | "role">;
type Errors = InviteDialogProps["errors"];

const EMPTY: Fields = { addr: "", name: "", role: "member" };
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

export function useInvite(
  now: Date,
  onLink: (link: ShownLink) => void,
  onClose: () => void,
): Omit<InviteDialogProps, "opened"> {
  const client = useQueryClient();
  const [fields, setFields] = useState(EMPTY);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onLink(await invite(fields.addr, fields.name, fields.role, now));
    } catch (failure) {
      const sentence = makingSentence(failure);
      if (sentence === ADDRESS_ERROR) setErrors({ addr: sentence });
      else if (isProblem(failure, "already-a-member"))
        setErrors({ addr: "There is an account with this address already" });
      else setProblem(sentence);
    } finally {
      setBusy(false);
    }
    await client.invalidateQueries({ queryKey: ["admin"] });
  };
  return {
    ...fields,
    ...{ errors, problem, busy, onClose },
    onChange: (change) => {
      setFields((before) => ({ ...before, ...change }));
      setErrors({});
    },
    onSubmit: () => {
      if (busy) return;
      if (ADDRESS.test(fields.addr.trim())) void make();
      else setErrors({ addr: ADDRESS_ERROR });
    },
  };
}
