/** The list of own links: what is left of each, and the ways to pass one on again or to end it. */
import { Button } from "@mantine/core";
import { IconCloudX, IconCopy, IconDots, IconEye, IconLink, IconLinkOff, IconPlus } from "@tabler/icons-react";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import type { Act } from "../../ui/ActionMenu/ActionMenu.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { PageBody } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { isUnsent, mailedTo, secretName, statusLine, subjectOf } from "./model.ts";
import type { SharedLink } from "./model.ts";
import type { LinkActs, LinksList } from "./useLinks.ts";
import outward from "../../ui/Outward/outward.module.css";

interface LinksViewProps extends LinksList {
  acts: Pick<LinkActs, "copyLink" | "copyPassphrase">;
  onShow: (link: SharedLink) => void;
  onRevoke: (link: SharedLink) => void;
  now: Date;
}

const NEW_LINK = "/messages/new?mode=link";
const ICON = { size: 18, stroke: 1.75 };

function Create() {
  return (
    <Button component={Link} href={NEW_LINK} leftSection={<IconPlus {...ICON} />}>
      Create link
    </Button>
  );
}

function LinkRow({ link, acts, onShow, onRevoke, now }: LinksViewProps & { link: SharedLink }) {
  const { kept } = link;
  const isOpen = link.state === "open";
  const subject = subjectOf(link);
  const copyName = kept?.isOfWords === true ? "Copy link without key" : "Copy link";
  const more: Act[] = [
    { label: "Show", icon: <IconEye {...ICON} />, run: () => onShow(link) },
    ...(kept?.hasPassphrase === true
      ? [{ label: `Copy ${secretName(kept)}`, icon: <IconCopy {...ICON} />, run: () => void acts.copyPassphrase(link) }]
      : []),
    { label: "Revoke", icon: <IconLinkOff {...ICON} />, danger: true, run: () => onRevoke(link) },
  ];
  return (
    <Row
      tile
      lead={isOpen ? <IconLink size={20} stroke={1.75} /> : <IconLinkOff size={20} stroke={1.75} />}
      title={
        <Link href={`/messages/links/${link.id}`} className={outward.subject}>
          {subject}
        </Link>
      }
      text={[mailedTo(link), statusLine(link, now)].filter(Boolean).join(" · ")}
      {...(link.state === "locked" || isUnsent(link) ? { textTone: "danger" } : {})}
      end={
        isOpen && (
          <>
            {kept !== null && (
              <Button
                variant="default"
                size="xs"
                className={outward.copy ?? ""}
                leftSection={<IconCopy size={16} stroke={1.75} />}
                aria-label={`${copyName}: ${subject}`}
                onClick={() => void acts.copyLink(link)}
              >
                {copyName}
              </Button>
            )}
            <ActionMenu title={subject} acts={more}>
              <IconButton label={`Actions for ${subject}`} icon={<IconDots size={19} stroke={1.75} />} />
            </ActionMenu>
          </>
        )
      }
    />
  );
}

export function LinksView(props: LinksViewProps) {
  const { state, links, onMore, onRetry } = props;
  return (
    <PageBody narrow title="Shared links" actions={links.length > 0 && <Create />}>
      {state === "loading" && <SkeletonRows label="Loading links" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The links did not load."
          text="The server did not answer. They work as before."
          actions={<Button onClick={onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && links.length === 0 && (
        <State
          icon={<IconLink size={34} stroke={1.25} />}
          title="No links yet"
          text="Create one to share with someone outside."
          actions={<Create />}
        />
      )}
      {state === "ready" && (
        <Rows label="Shared links">
          {links.map((link) => (
            <LinkRow key={link.id} {...props} link={link} />
          ))}
        </Rows>
      )}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </PageBody>
  );
}
