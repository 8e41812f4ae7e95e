/** What a message that hands over the key of a request means for its reader. */
import { IconWorld } from "@tabler/icons-react";
import { useHanded } from "../../mailbox/handing.ts";
import type { Handed } from "../../mailbox/model.ts";
import { Strip } from "../../ui/Strip/Strip.tsx";

const SENTENCES: Record<Handed, string> = {
  taken: "The answers to this request come to your inbox as well, marked From outside.",
  over: "The request whose answers you could read is not there any more.",
  refused: "The key in this message does not fit the request. Nothing was taken from it. Tell the sender.",
  waiting: "The key to the answers is being checked.",
};

export function HandedLine({ mid }: { mid: string }) {
  const state = useHanded(mid);
  return (
    <Strip
      icon={<IconWorld size={18} stroke={1.75} aria-hidden="true" />}
      tone={state === "refused" ? "danger" : "plain"}
      role="status"
    >
      {SENTENCES[state]}
    </Strip>
  );
}
