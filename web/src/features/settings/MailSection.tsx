/** Settings, Security: what one is told by mail. Nothing where the server sends no mail. */
import { Switch } from "@mantine/core";
import { IconLink, IconMail } from "@tabler/icons-react";
import { Section } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";

const MESSAGES = "Tell me of new messages by mail";
const LINKS = "Tell me by mail when my links are opened";

export interface MailSectionProps {
  /** null while it is not known, or when the server sends no mail. */
  wanted: { readonly messages: boolean; readonly links: boolean } | null;
  onMessages: (wanted: boolean) => void;
  onLinks: (wanted: boolean) => void;
}

export function MailSection({ wanted, onMessages, onLinks }: MailSectionProps) {
  if (wanted === null) return null;
  return (
    <Section title="Mail">
      <Rows label="Mail">
        <Row
          tile
          lead={<IconMail size={18} stroke={1.75} />}
          title={MESSAGES}
          text="Who wrote and when, if you have not read it after a while. Never what."
          end={
            <Switch
              aria-label={MESSAGES}
              checked={wanted.messages}
              onChange={(event) => onMessages(event.currentTarget.checked)}
            />
          }
        />
        <Row
          tile
          lead={<IconLink size={18} stroke={1.75} />}
          title={LINKS}
          text="The first time, and when wrong tries have locked one. Each link can be left out when you make it."
          end={
            <Switch
              aria-label={LINKS}
              checked={wanted.links}
              onChange={(event) => onLinks(event.currentTarget.checked)}
            />
          }
        />
      </Rows>
    </Section>
  );
}
