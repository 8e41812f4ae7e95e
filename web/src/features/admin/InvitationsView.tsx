/** Links that let somebody join or start over: open ones can be copied again or ended. */
import { Badge, Button } from "@mantine/core";
import { IconCloudX, IconMail, IconMailCheck } from "@tabler/icons-react";
import { sentenceTime } from "../../lib/dates.ts";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { AdminPage } from "./AdminPage.tsx";
import type { Invitation } from "./model.ts";

export interface InvitationsViewProps {
  state: "loading" | "ready" | "failed";
  now: Date;
  invitations: Invitation[];
  onInvite: () => void;
  onCopy: (invitation: Invitation) => void;
  onEnd: (invitation: Invitation) => void;
  onMore: (() => void) | null;
  onRetry: () => void;
}

function about(invitation: Invitation, now: Date): string {
  const what = invitation.kind === "invitation" ? "Invited" : "May start over, approved";
  switch (invitation.state) {
    case "open":
      return `${what} by ${invitation.by}. Works until ${sentenceTime(invitation.expiresAt, now)}.`;
    case "claimed":
      return "Used.";
    case "ended":
      return "Ended.";
    case "expired":
      return "Expired without being used.";
    case "not-proven":
      return "Used, but nothing here proves by whom. Check the key before you write.";
    case "somebody-else":
      return "Somebody else accepted this invitation. Suspend the account and ask how the link got out.";
  }
}

function toneOf({ state }: Invitation): { textTone?: "warn" | "danger" } {
  if (state === "somebody-else") return { textTone: "danger" };
  return state === "not-proven" ? { textTone: "warn" } : {};
}

function Line({
  invitation,
  now,
  onCopy,
  onEnd,
}: { invitation: Invitation } & Pick<InvitationsViewProps, "now" | "onCopy" | "onEnd">) {
  const open = invitation.state === "open";
  return (
    <Row
      tile
      lead={
        invitation.state === "claimed" ? (
          <IconMailCheck size={18} stroke={1.75} />
        ) : (
          <IconMail size={18} stroke={1.75} />
        )
      }
      title={
        <>
          {invitation.name ?? invitation.addr}
          {invitation.role === "administrator" && <Badge variant="outline">Administrator</Badge>}
          {invitation.kind === "start-over" && <Badge color="amber">Start over</Badge>}
        </>
      }
      text={`${invitation.name === null ? "" : `${invitation.addr} · `}${about(invitation, now)}`}
      {...toneOf(invitation)}
      end={
        open && (
          <>
            {invitation.mine && (
              <Button
                variant="default"
                size="xs"
                aria-label={`Copy link for ${invitation.addr}`}
                onClick={() => onCopy(invitation)}
              >
                Copy link
              </Button>
            )}
            <Button
              variant="subtle"
              color="wax"
              size="xs"
              aria-label={`End the link for ${invitation.addr}`}
              onClick={() => onEnd(invitation)}
            >
              End
            </Button>
          </>
        )
      }
    />
  );
}

export function InvitationsView(props: InvitationsViewProps) {
  const { state, invitations, now, onMore } = props;
  return (
    <AdminPage tab="invitations" onInvite={props.onInvite}>
      {state === "loading" && <SkeletonRows label="Loading invitations" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The list did not load."
          actions={<Button onClick={props.onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && invitations.length === 0 && (
        <State
          icon={<IconMail size={34} stroke={1.25} />}
          title="No invitations yet"
          text="You get a link for each person and pass it on yourself."
          actions={<Button onClick={props.onInvite}>Invite people</Button>}
        />
      )}
      {state === "ready" && (
        <Rows label="Invitations">
          {invitations.map((invitation) => (
            <Line key={invitation.id} invitation={invitation} now={now} onCopy={props.onCopy} onEnd={props.onEnd} />
          ))}
        </Rows>
      )}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </AdminPage>
  );
}
