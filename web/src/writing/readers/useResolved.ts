/** The people and groups that were chosen, asked again whenever they change, and once more just before something is sealed. */
import { useEffect, useRef, useState } from "react";
import { isProblem } from "../../api/problems.ts";
import { keyring } from "../../keys/keyring.ts";
import { syncLog } from "../../keys/keylog.ts";
import type { Choice } from "../../ui/PeoplePicker/found.ts";
import type { GroupBody } from "../../worker/shapes.ts";
import { resolve } from "./audience.ts";
import type { Resolved } from "./audience.ts";

export type Look = () => Promise<Resolved | null>;

/** `resolved` is null while nobody is chosen, and until the server has answered. */
export function useResolved(to: readonly Choice[], me: string): { resolved: Resolved | null; look: Look } {
  const [resolved, setResolved] = useState<Resolved | null>(null);
  const newest = useRef(0);
  const look = async (): Promise<Resolved | null> => {
    newest.current += 1;
    const run = newest.current;
    const found = to.length === 0 ? null : await resolve(to, me);
    if (run === newest.current) setResolved(found);
    return found;
  };
  useEffect(() => {
    look().catch((problem: unknown) => {
      // A group that is gone, or no answer: sending asks again and says so.
      if (!isProblem(problem, "group-not-found")) setResolved(null);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `look` is made anew at every drawing; `to` is what counts
  }, [to, me]);
  return { resolved, look };
}

/** The newest log and the newest keys and groups, just before sealing; null without an answer. */
export async function lookAfresh(look: Look): Promise<Resolved | null> {
  try {
    await syncLog();
    return await look();
  } catch {
    return null;
  }
}

/** A renamed group was mentioned; what is sealed carries the new name. */
export async function takeNames(groups: readonly GroupBody[]): Promise<void> {
  for (const group of groups)
    if ((await keyring().compareGroup(group)).state === "renamed") await keyring().confirmGroup(group);
}
