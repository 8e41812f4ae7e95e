/** State of joining by invitation and of starting over: first step, password, kit. */
import { useEffect, useState } from "react";
import { keyring } from "../../keys/keyring.ts";
import { claimLink, linkTrouble, makeKeys, openLink } from "./joining.ts";
import type { Link, LinkTrouble, OpenedLink } from "./joining.ts";
import { LOST_SENTENCE } from "./steps.tsx";
import { useFlow } from "./useFlow.ts";
import type { Flow } from "./useFlow.ts";
import { useKit, usePassword } from "./useSecrets.ts";

/** The link itself: being read, refused, or ready for the flow. */
export function useLink({ kind, id, fragment }: Link): { opened: OpenedLink | null; trouble: LinkTrouble | null } {
  const [opened, setOpened] = useState<OpenedLink | null>(null);
  const [trouble, setTrouble] = useState<LinkTrouble | null>(null);
  useEffect(() => {
    openLink({ kind, id, fragment }).then(setOpened, (problem: unknown) => setTrouble(linkTrouble(problem)));
  }, [kind, id, fragment]);
  return { opened, trouble };
}

export interface Joining {
  flow: Flow;
  /** The name, or the sentence that gives everything old up. */
  typed: string;
  onTyped: (typed: string) => void;
  error: string | undefined;
  password: ReturnType<typeof usePassword>;
  kit: ReturnType<typeof useKit>;
  reason: string | null;
  onNext: () => void;
}

export function useJoin(link: OpenedLink): Joining {
  const isAgain = link.kind === "start-over";
  const [typed, setTyped] = useState(isAgain ? "" : link.proposedName);
  const [error, setError] = useState<string | undefined>();
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  const flow = useFlow(2);
  const name = isAgain ? link.proposedName : typed.trim();
  const password = usePassword([name, link.addr, link.organisation]);
  const kit = useKit(recoveryCode, { name, addr: link.addr });
  const works = [
    () => Promise.resolve(),
    async () => setRecoveryCode(await makeKeys(link.addr, name, password.value)),
    async () => {
      await keyring().proveRecoveryCode(kit.typed[2], kit.typed[5]);
      await claimLink(link);
    },
  ];
  const onNext = () => {
    const wrong = flow.step === 0 && !isAgain && name === "" ? "Enter your name" : undefined;
    setError(wrong);
    const work = works[flow.step];
    if (wrong === undefined && work !== undefined) flow.next(work);
  };
  const isGivenUp = typed.trim().toLowerCase() === LOST_SENTENCE.toLowerCase();
  const first = isAgain && !isGivenUp ? "Type the sentence to go on" : null;
  return {
    ...{ flow, typed, error, password, kit, onNext },
    onTyped: setTyped,
    reason: [first, password.reason, kit.reason][flow.step] ?? null,
  };
}
