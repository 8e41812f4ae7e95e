/** State of the check of one key: eight typed words, three tries, and then an administrator is told. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { useUnlocked } from "../../session/state.ts";
import { toast } from "../../ui/toasts/toasts.tsx";
import { checkTheirWords, tellAdministrator, triesLeft } from "./checking.ts";
import type { KeyCheckViewProps } from "./KeyCheckView.tsx";
import type { PersonRow } from "./model.ts";
import { fetchPerson, personKey, verifiedRows } from "./people.ts";

function usePerson(id: string): PersonRow | "missing" | null {
  const { me } = useUnlocked();
  const query = useQuery({
    queryKey: personKey(id),
    queryFn: async () => (await verifiedRows([await fetchPerson(id)], me.addr))[0] ?? null,
    staleTime: 0,
  });
  if (query.isError || query.data === null) return "missing";
  return query.data === undefined ? null : isCheckable(query.data) ? query.data : "missing";
}

export function useKeyCheck(id: string, onClose: () => void): KeyCheckViewProps {
  const client = useQueryClient();
  const person = usePerson(id);
  const mine = useQuery({ queryKey: ["my-words"], queryFn: () => keyring().myWords(), gcTime: 0 });
  const [matched, setMatched] = useState(false);
  const [reported, setReported] = useState(false);
  const addr = person === null || person === "missing" ? "" : person.addr;
  const [left, setLeft] = useState<number | null>(null);
  const report = async () => {
    try {
      await tellAdministrator(addr);
      setReported(true);
    } catch (problem) {
      toast({ message: sentenceOf(problem) });
    }
  };
  const check = async (words: string[]) => {
    try {
      const isRight = await checkTheirWords(addr, words);
      setMatched(isRight);
      setLeft(triesLeft(addr));
      // Lists, groups and closed messages: all of them may look different now.
      if (isRight) void client.invalidateQueries();
      else if (triesLeft(addr) <= 0 && !reported) await report();
      return isRight;
    } catch (problem) {
      toast({ message: sentenceOf(problem, "The check did not work. Lock, unlock and try again.") });
      // Nothing was compared, so nothing may be called wrong; `matched` stays false.
      return true;
    }
  };
  return {
    person,
    myWords: mine.data?.words ?? null,
    complete: (start) => keyring().completeWord(start),
    onCheck: check,
    triesLeft: left ?? triesLeft(addr),
    onReport: () => void report(),
    reported,
    matched,
    onClose,
  };
}

function isCheckable({ key, me }: PersonRow): boolean {
  return !me && key !== "no-key" && key !== "unusable";
}
