/** One request over the list: what to pass on, what came, and the ways to end it. */
import { Button } from "@mantine/core";
import { IconMailForward, IconX } from "@tabler/icons-react";
import { BlueDot } from "../../ui/BlueDot/BlueDot.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { OutwardDialog } from "../../ui/Outward/OutwardDialog.tsx";
import outward from "../../ui/Outward/outward.module.css";
import { answerRow } from "../../mailbox/answers.ts";
import { headingOf, inLine } from "./model.ts";
import type { OpenedRequest } from "./model.ts";
import { RequestFacts } from "./RequestFacts.tsx";
import { EightWords, RequestLink } from "./RequestLink.tsx";
import type { RequestActs, ShownRequest } from "./useRequests.ts";
import classes from "./requests.module.css";

interface RequestDialogProps {
  shown: ShownRequest;
  acts: RequestActs;
  now: Date;
  onRetry: () => void;
  onMail: (request: OpenedRequest) => void;
  onEnd: (request: OpenedRequest) => void;
  onClose: () => void;
}

const ICON = { size: 18, stroke: 1.75 };

type BodyProps = Pick<RequestDialogProps, "acts" | "now"> & { request: OpenedRequest; isReply: boolean };

function Body({ request, isReply, acts, now }: BodyProps) {
  const { asked, url } = request;
  return (
    <>
      {asked === null && (
        <p className={outward.hint}>Its key is not among what you keep, so it cannot be shown again.</p>
      )}
      {url !== null && (isReply ? <EightWords {...request} /> : <RequestLink {...{ acts, request, url }} />)}
      <RequestFacts {...{ request, acts, now }} />
      <Came request={request} now={now} />
    </>
  );
}

export function RequestDialog(props: RequestDialogProps) {
  const { shown, acts, now, onRetry, onMail, onEnd, onClose } = props;
  const request = shown.state === "ready" ? shown.request : null;
  const isOpen = request?.state === "open";
  // Those who have the link have this one in it: nobody passes it on.
  const isReply = request?.asked?.link != null;
  return (
    <OutwardDialog
      noun="request"
      title={request === null ? "Request" : headingOf(request)}
      state={shown.state}
      isOpen={isOpen}
      end={
        isOpen && (
          <Button variant="subtle" color="wax" leftSection={<IconX {...ICON} />} onClick={() => onEnd(request)}>
            Close request
          </Button>
        )
      }
      acts={
        isOpen &&
        request.url !== null &&
        !isReply && (
          <Button variant="default" leftSection={<IconMailForward {...ICON} />} onClick={() => onMail(request)}>
            Open in my mail program
          </Button>
        )
      }
      {...{ onRetry, onClose }}
    >
      {request !== null && <Body {...{ request, isReply, acts, now }} />}
    </OutwardDialog>
  );
}

function Came({ request, now }: { request: OpenedRequest; now: Date }) {
  if (request.came.length === 0) return null;
  return (
    <section aria-label="Answers">
      <h2 className={outward.label}>Answers</h2>
      <ul className={classes.came}>
        {request.came.map(({ mid, at, network, unread }) => (
          <li key={mid}>
            {unread && <BlueDot />}
            <Link href={`/messages/inbox/${answerRow(mid)}`}>
              Answer of {inLine(at, now)}
              {unread && <span className="sp-hidden">, unread</span>}
            </Link>
            <span>from the network {network}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
