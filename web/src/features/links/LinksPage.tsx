/** Shared links: the list, one of them over it, and the question before one is revoked. */
import { useState } from "react";
import { plural } from "../../lib/names.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import { LinkDialog } from "./LinkDialog.tsx";
import { LinksView } from "./LinksView.tsx";
import { inLine, mailWith } from "./model.ts";
import type { OpenedLink, SharedLink } from "./model.ts";
import { useLink, useLinkActs, useLinks, useReplies } from "./useLinks.ts";
import type { LinkActs } from "./useLinks.ts";

interface LinksPageProps {
  id: string | null;
  /** It was just made. */
  isNew: boolean;
  now: Date;
}

interface OneProps {
  id: string;
  isNew: boolean;
  acts: LinkActs;
  now: Date;
  onRevoke: (link: SharedLink) => void;
  onClose: () => void;
}

function One({ id, isNew, acts, now, onRevoke, onClose }: OneProps) {
  const { retry, ...shown } = useLink(id);
  const replies = useReplies(shown);
  const mail = ({ url, expiresAt, kept }: OpenedLink) => {
    if (url === null) return;
    location.assign(mailWith(url, inLine(expiresAt, now), kept?.hasPassphrase === true));
    toast({ message: "Your mail program opens with the link in it." });
  };
  return <LinkDialog {...{ shown, replies, isNew, acts, now, onRevoke, onClose }} onRetry={retry} onMail={mail} />;
}

/** Made when it is asked, so that it stands in front of the link's own dialog. */
function Revoking({
  link,
  onRevoke,
  onClose,
}: {
  link: SharedLink;
  onRevoke: () => Promise<void>;
  onClose: () => void;
}) {
  const { opened } = link;
  return (
    <ConfirmDialog opened danger title="Revoke this link?" confirm="Revoke" onConfirm={onRevoke} onClose={onClose}>
      Nobody can open it from then on{link.kept?.reply == null ? "" : ", or reply to you"}.{" "}
      {opened === 0
        ? "It has not been opened."
        : `It was opened ${plural(opened, "time", "times")}: what someone has already seen cannot be taken back, so change the password as well.`}
    </ConfirmDialog>
  );
}

export function LinksPage({ id, isNew, now }: LinksPageProps) {
  const navigate = useNavigateTo();
  const list = useLinks();
  const acts = useLinkActs();
  const [revoked, setRevoked] = useState<SharedLink | null>(null);
  return (
    <>
      <LinksView
        {...list}
        {...{ acts, now }}
        onShow={(link) => navigate(`/messages/links/${link.id}`)}
        onRevoke={setRevoked}
      />
      {id !== null && (
        <One key={id} {...{ id, isNew, acts, now }} onRevoke={setRevoked} onClose={() => navigate("/messages/links")} />
      )}
      {revoked !== null && (
        <Revoking link={revoked} onRevoke={() => acts.revoke(revoked)} onClose={() => setRevoked(null)} />
      )}
    </>
  );
}
