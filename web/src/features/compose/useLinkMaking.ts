/** Making a link of what was written: its key is kept before the server hears of it. */
import type { Attaching } from "../../files/attaching.ts";
import type { SealedNewLink } from "../../worker/linkprotocol.ts";
import { useDelivering } from "../../writing/delivering.ts";
import type { Delivering } from "../../writing/delivering.ts";
import { postLink, sealNewLink } from "./linkMaking.ts";
import type { LinkDraft, ReplyRules } from "./linkModel.ts";

export function useLinkMaking(
  draft: LinkDraft,
  replies: ReplyRules,
  attaching: Attaching,
  onMade: (id: string) => void,
): Delivering {
  return useDelivering<SealedNewLink>({
    attaching,
    seal: async () => {
      const sealed = await sealNewLink(draft, replies, await attaching.sealed());
      return "problem" in sealed ? { ...sealed, isOffered: true } : { sealed };
    },
    post: postLink,
    blobsOf: ({ body }) => body.blobs,
    onPosted: ({ body }) => onMade(body.id),
    // Nothing has to be looked at first: another try seals what stands there.
    sealsAgain: true,
  });
}
