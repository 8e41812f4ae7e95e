/** One request over the list: what to pass on, what came, and the ways to end it. */
import { Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCircleCheckFilled, IconMailForward, IconX } from "@tabler/icons-react";
import { BlueDot } from "../../ui/BlueDot/BlueDot.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { SkeletonItem, State } from "../../ui/States/States.tsx";
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
        <p className={classes.hint}>Its key is not among what you keep, so it cannot be shown again.</p>
      )}
      {url !== null && (isReply ? <EightWords {...request} /> : <RequestLink {...{ acts, request, url }} />)}
      <RequestFacts {...{ request, acts, now }} />
      <Came request={request} now={now} />
    </>
  );
}

export function RequestDialog(props: RequestDialogProps) {
  const { shown, acts, now, onRetry, onMail, onEnd, onClose } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  const request = shown.state === "ready" ? shown.request : null;
  const title = request === null ? "Request" : headingOf(request);
  usePageTitle(title);
  const isOpen = request?.state === "open";
  // Those who have the link have this one in it: nobody passes it on.
  const isReply = request?.asked?.link != null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      fullScreen={phone}
      title={
        <span className={classes.title}>
          {isOpen && <IconCircleCheckFilled size={20} className={classes.ok ?? ""} aria-hidden="true" />}
          {title}
        </span>
      }
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        {shown.state === "loading" && <SkeletonItem label="Loading the request" />}
        {shown.state === "gone" && <State title="This request does not exist any more." />}
        {shown.state === "failed" && (
          <State alert title="This request did not load." actions={<Button onClick={onRetry}>Try again</Button>} />
        )}
        {request !== null && <Body {...{ request, isReply, acts, now }} />}
        <div className={classes.buttons}>
          {isOpen && (
            <Button variant="subtle" color="wax" leftSection={<IconX {...ICON} />} onClick={() => onEnd(request)}>
              Close request
            </Button>
          )}
          <span className={classes.space} />
          {isOpen && request.url !== null && !isReply && (
            <Button variant="default" leftSection={<IconMailForward {...ICON} />} onClick={() => onMail(request)}>
              Open in my mail program
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Came({ request, now }: { request: OpenedRequest; now: Date }) {
  if (request.came.length === 0) return null;
  return (
    <section aria-label="Answers">
      <h2 className={classes.label}>Answers</h2>
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
