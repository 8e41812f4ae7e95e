/** One link over the list: what to pass on, how it is doing, and the ways to end it. */
import { Button, Checkbox } from "@mantine/core";
import { IconLinkOff, IconMailForward } from "@tabler/icons-react";
import { OutwardDialog } from "../../ui/Outward/OutwardDialog.tsx";
import { LinkFacts } from "./LinkFacts.tsx";
import { LinkMails } from "./LinkMails.tsx";
import { LinkReplies } from "./LinkReplies.tsx";
import { LinkSecrets } from "./LinkSecrets.tsx";
import { titleOf } from "./model.ts";
import type { OpenedLink } from "./model.ts";
import type { Replies } from "./replies.ts";
import type { LinkActs, ShownLink } from "./useLinks.ts";
import outward from "../../ui/Outward/outward.module.css";

interface LinkDialogProps {
  shown: ShownLink;
  /** Null where its readers cannot answer. */
  replies: Replies | null;
  isNew: boolean;
  acts: LinkActs;
  now: Date;
  onRetry: () => void;
  onMail: (link: OpenedLink) => void;
  onRevoke: (link: OpenedLink) => void;
  onClose: () => void;
}

const ICON = { size: 18, stroke: 1.75 };

type BodyProps = Pick<LinkDialogProps, "replies" | "isNew" | "acts" | "now"> & { link: OpenedLink };

function Body({ link, replies, isNew, acts, now }: BodyProps) {
  const { url } = link;
  const isOpen = link.state === "open";
  return (
    <>
      {isOpen && url !== null && <LinkSecrets link={{ ...link, url }} isNew={isNew} acts={acts} />}
      {link.kept === null && (
        <p className={outward.hint}>Its key is not among what you keep, so it cannot be shown again.</p>
      )}
      <LinkMails {...{ link, acts, now }} />
      {link.onlyAddr !== null && (
        <p className={outward.hint}>Only {link.onlyAddr} may open it, with a code that is mailed then.</p>
      )}
      <LinkFacts {...{ link, acts, now }} />
      {replies !== null && <LinkReplies {...{ replies, now }} />}
      {isOpen && (
        <Checkbox
          label="Tell me when it is opened"
          checked={link.notify}
          onChange={(event) => void acts.setNotify(link, event.currentTarget.checked)}
        />
      )}
    </>
  );
}

export function LinkDialog(props: LinkDialogProps) {
  const { shown, onRetry, onMail, onRevoke, onClose } = props;
  const link = shown.state === "ready" ? shown.link : null;
  const isOpen = link?.state === "open";
  return (
    <OutwardDialog
      noun="link"
      title={link === null ? "Shared link" : titleOf(link)}
      state={shown.state}
      isOpen={isOpen}
      end={
        isOpen && (
          <Button variant="subtle" color="wax" leftSection={<IconLinkOff {...ICON} />} onClick={() => onRevoke(link)}>
            Revoke link
          </Button>
        )
      }
      acts={
        isOpen &&
        link.url !== null &&
        link.mails.length === 0 && (
          <Button variant="default" leftSection={<IconMailForward {...ICON} />} onClick={() => onMail(link)}>
            Open in my mail program
          </Button>
        )
      }
      {...{ onRetry, onClose }}
    >
      {link !== null && <Body {...props} link={link} />}
    </OutwardDialog>
  );
}
