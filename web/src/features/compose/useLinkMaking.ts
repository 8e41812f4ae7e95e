/**
 * Making a link of what was written. What was sealed and did not arrive for sure waits, and exactly those bytes are posted
 * when the person tries again.
 */
import { useRef, useState } from "react";
import type { Attaching } from "../../files/attaching.ts";
import type { NewLinkBody } from "../../worker/linkprotocol.ts";
import type { Sending } from "../../writing/sending.ts";
import { postLink, sealNewLink } from "./linkMaking.ts";
import type { LinkDraft } from "./linkModel.ts";
import { useWaiting } from "../../writing/waiting.ts";

interface LinkMaking {
  sending: Sending;
  isBusy: boolean;
  make: () => void;
  /** What was written changed: what was sealed before is not posted any more. */
  reset: () => void;
}

export function useLinkMaking(draft: LinkDraft, attaching: Attaching, onMade: (id: string) => void): LinkMaking {
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const waiting = useRef<NewLinkBody | null>(null);
  /** Counts what was changed. */
  const edits = useRef(0);
  const { areReady, stopWaiting } = useWaiting(attaching, setSending);
  const fail = (problem: string, again: NewLinkBody | null) => {
    waiting.current = again;
    setSending({ state: "failed", problem, again: true });
  };
  const sealNow = async (): Promise<NewLinkBody | null> => {
    setSending({ state: "sealing", done: 0, all: 0 });
    const sealed = await sealNewLink(draft, await attaching.sealed());
    if (!("problem" in sealed)) return sealed;
    fail(sealed.problem, null);
    return null;
  };
  const run = async () => {
    const edit = edits.current;
    const sealed = waiting.current ?? ((await areReady()) ? await sealNow() : null);
    if (sealed === null) return;
    if (edit !== edits.current) {
      // What was sealed is not what stands there any more.
      setSending({ state: "idle" });
      return;
    }
    setSending({ state: "posting" });
    const outcome = await postLink(sealed);
    if (outcome.done) {
      attaching.posted(sealed.blobs);
      onMade(sealed.id);
      return;
    }
    const again = edit === edits.current ? outcome.again : null;
    // Given up, though it may have arrived: another link takes new files.
    if (again === null) attaching.restart();
    fail(outcome.problem, again);
  };
  return {
    sending,
    isBusy: sending.state === "sealing" || sending.state === "posting" || sending.state === "waiting",
    make: () => void run(),
    reset: () => {
      edits.current += 1;
      if (waiting.current !== null) attaching.restart();
      waiting.current = null;
      stopWaiting();
    },
  };
}
