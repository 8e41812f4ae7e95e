/** Whom the server mailed a link, what became of each mail, and sending one again. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconClock, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { againWords, mailLine } from "./model.ts";
import type { LinkMail, OpenedLink } from "./model.ts";
import type { LinkActs } from "./useLinks.ts";
import outward from "../../ui/Outward/outward.module.css";
import classes from "./links.module.css";

interface LinkMailsProps {
  link: OpenedLink;
  acts: Pick<LinkActs, "mailAgain">;
  now: Date;
}

const ICON = { size: 18, stroke: 1.75, "aria-hidden": true } as const;
const STATES = {
  queued: <IconClock {...ICON} />,
  sent: <IconCircleCheck {...ICON} />,
  failed: <IconAlertTriangle {...ICON} />,
};

function MailRow({ mail, link, acts, now }: LinkMailsProps & { mail: LinkMail }) {
  const [isBusy, setBusy] = useState(false);
  const again = link.state === "open" ? againWords(mail, now) : "";
  const send = async () => {
    setBusy(true);
    await acts.mailAgain(link, mail.to);
    setBusy(false);
  };
  return (
    <li className={classes.mail} data-state={mail.state}>
      {STATES[mail.state]}
      <span className={classes.mailWords}>
        <strong>{mail.to}</strong>
        <span role="status">{mailLine(mail, now)}</span>
        {typeof again === "string" && again !== "" && <span>{again}</span>}
      </span>
      {again === true && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconSend size={16} stroke={1.75} />}
          loading={isBusy}
          aria-label={`Send again to ${mail.to}`}
          onClick={() => void send()}
        >
          Send again
        </Button>
      )}
    </li>
  );
}

export function LinkMails(props: LinkMailsProps) {
  const { mails } = props.link;
  if (mails.length === 0) return null;
  return (
    <section aria-label="Mails">
      <h2 className={outward.label}>Mailed without its key to</h2>
      <ul className={classes.mails}>
        {mails.map((mail) => (
          <MailRow key={mail.to} {...props} mail={mail} />
        ))}
      </ul>
    </section>
  );
}
