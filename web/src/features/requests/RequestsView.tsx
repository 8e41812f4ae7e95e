/** The list of own requests: those that wait, those with answers, those that are over, and the ways to ask again or to end one. */
import { Button } from "@mantine/core";
import {
  IconCloudX,
  IconCopy,
  IconDots,
  IconEye,
  IconMailForward,
  IconMailQuestion,
  IconPlus,
  IconX,
} from "@tabler/icons-react";
import { ActionMenu } from "../../ui/ActionMenu/ActionMenu.tsx";
import type { Act } from "../../ui/ActionMenu/ActionMenu.tsx";
import { BlueDot } from "../../ui/BlueDot/BlueDot.tsx";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { PageBody } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";
import { SkeletonRows, State } from "../../ui/States/States.tsx";
import { standingOf, STANDINGS, statusLine, titleOf } from "./model.ts";
import type { AskedRequest } from "./model.ts";
import type { RequestsList } from "./useRequests.ts";
import outward from "../../ui/Outward/outward.module.css";
import classes from "./requests.module.css";

interface RequestsViewProps extends RequestsList {
  onCopy: (request: AskedRequest) => void;
  onShow: (request: AskedRequest) => void;
  onRemind: (request: AskedRequest) => void;
  onClose: (request: AskedRequest) => void;
  now: Date;
}

const NEW_REQUEST = "/messages/requests/new";
const ICON = { size: 18, stroke: 1.75 };

function Create() {
  return (
    <Button component={Link} href={NEW_REQUEST} leftSection={<IconPlus {...ICON} />}>
      Request a secret
    </Button>
  );
}

type RequestRowProps = Omit<RequestsViewProps, keyof RequestsList> & { request: AskedRequest };

function RequestRow({ request, onCopy, onShow, onRemind, onClose, now }: RequestRowProps) {
  const title = titleOf(request);
  const isOpen = request.state === "open";
  const acts: Act[] = [
    { label: "Show", icon: <IconEye {...ICON} />, run: () => onShow(request) },
    ...(request.asked === null
      ? []
      : [{ label: "Remind by email", icon: <IconMailForward {...ICON} />, run: () => onRemind(request) }]),
    { label: "Close", icon: <IconX {...ICON} />, danger: true, run: () => onClose(request) },
  ];
  return (
    <Row
      tile
      lead={<IconMailQuestion size={20} stroke={1.75} />}
      title={
        <span className={classes.titleLine}>
          {request.unread > 0 && <BlueDot />}
          <Link href={`/messages/requests/${request.id}`} className={outward.subject}>
            {title}
            {request.unread > 0 && <span className="sp-hidden">, unread answer</span>}
          </Link>
        </span>
      }
      text={statusLine(request, now)}
      end={
        isOpen && (
          <>
            {request.asked !== null && (
              <Button
                variant="default"
                size="xs"
                className={outward.copy ?? ""}
                leftSection={<IconCopy size={16} stroke={1.75} />}
                aria-label={`Copy link: ${title}`}
                onClick={() => onCopy(request)}
              >
                Copy link
              </Button>
            )}
            <ActionMenu title={title} acts={acts}>
              <IconButton label={`Actions for ${title}`} icon={<IconDots size={19} stroke={1.75} />} />
            </ActionMenu>
          </>
        )
      }
    />
  );
}

export function RequestsView(props: RequestsViewProps) {
  const { state, requests, onMore, onRetry } = props;
  return (
    <PageBody narrow title="Requests" actions={requests.length > 0 && <Create />}>
      {state === "loading" && <SkeletonRows label="Loading requests" />}
      {state === "failed" && (
        <State
          alert
          tone="danger"
          icon={<IconCloudX size={26} stroke={1.75} />}
          title="The requests did not load."
          text="The server did not answer. They stay open as they were."
          actions={<Button onClick={onRetry}>Try again</Button>}
        />
      )}
      {state === "ready" && requests.length === 0 && (
        <State
          icon={<IconMailQuestion size={34} stroke={1.25} />}
          title="No requests yet"
          text="Ask someone outside for a password, text or files. Only you can read the answer, and those you choose."
          actions={<Create />}
        />
      )}
      {STANDINGS.map(({ standing, name }) => {
        const rows = requests.filter((one) => standingOf(one) === standing);
        if (state !== "ready" || rows.length === 0) return null;
        return (
          <section key={standing} className={classes.section}>
            <h2>{name}</h2>
            <Rows label={name}>
              {rows.map((request) => (
                <RequestRow key={request.id} {...props} request={request} />
              ))}
            </Rows>
          </section>
        );
      })}
      {state === "ready" && onMore !== null && (
        <Button variant="subtle" mt="sm" onClick={onMore}>
          Show more
        </Button>
      )}
    </PageBody>
  );
}
