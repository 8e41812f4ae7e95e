/** What a person does about the panels that hold a send up. */
import { useState } from "react";
import { bodyOf, http } from "../../api/client.ts";
import { sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { checkWords } from "../../keys/people.ts";
import { saveVault } from "../../keys/vault.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { WorkerProblem } from "../../worker/calls.ts";
import type { Resolved, Tries } from "./audience.ts";
import type { HoldActions } from "./Holds.tsx";
import type { Hold } from "./model.ts";

const TRIES = 3;

interface HoldsProps {
  /** Whom the person chose. */
  to: readonly Choice[];
  choose: (to: Choice[]) => void;
  look: () => Promise<Resolved | null>;
  resolved: Resolved | null;
}

interface HoldsState {
  /** Members of groups who are not to get it. */
  leaveOut: ReadonlySet<string>;
  tries: Tries;
  actions: HoldActions;
}

export function useHolds({ to, choose, look, resolved }: HoldsProps): HoldsState {
  const [leaveOut, setLeaveOut] = useState<ReadonlySet<string>>(new Set());
  const [used, setUsed] = useState<ReadonlyMap<string, number>>(new Map());
  const left = (addr: string) => TRIES - (used.get(addr) ?? 0);

  const check = async (addr: string, words: string[]): Promise<boolean> => {
    try {
      await checkWords(addr, words);
    } catch (problem) {
      if (!(problem instanceof WorkerProblem)) throw problem;
      setUsed(new Map(used).set(addr, (used.get(addr) ?? 0) + 1));
      if (left(addr) <= 1) await reportWords(addr);
      return false;
    }
    await kept(saveVault());
    toast({ message: "Checked. The key is right." });
    await look();
    return true;
  };
  const confirmGroup = async (gid: string): Promise<void> => {
    const group = resolved?.groups.find(({ body }) => body.gid === gid);
    if (group === undefined) return;
    await keyring().confirmGroup(group.body);
    await kept(saveVault());
    await look();
  };
  const remove = (hold: Hold): void => {
    const isIt = (one: Choice) =>
      "gid" in hold
        ? one.kind === "group" && one.gid === hold.gid
        : one.kind === "person" && one.addr === hold.person.addr;
    choose(to.filter((one) => !isIt(one)));
  };
  const sendWithout = (hold: Hold): void => {
    if (hold.kind === "group-added") setLeaveOut(new Set([...leaveOut, ...hold.people.map(({ addr }) => addr)]));
    else if (hold.kind === "new-key" && hold.inGroup !== null) setLeaveOut(new Set([...leaveOut, hold.person.addr]));
    else remove(hold);
  };
  return {
    leaveOut,
    tries: { left },
    actions: {
      complete: (start) =>
        keyring()
          .completeWord(start)
          .then((words) => [...words]),
      onCheckWords: check,
      onSendWithout: sendWithout,
      onConfirmGroup: (gid) => void confirmGroup(gid),
      onRemove: remove,
      onReport: (addr) => void kept(reportWords(addr)),
    },
  };
}

/** Tell the administrators that the words of this person's key were not those of the key the server shows. */
async function reportWords(addr: string): Promise<void> {
  await bodyOf(http.POST("/v1/reports", { body: { kind: "key-words-do-not-match", addr } }));
  toast({ message: "An administrator has been told." });
}

/** What fails here fails again, loudly, when something is sent. */
async function kept(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (problem) {
    toast({ message: sentenceOf(problem) });
  }
}
