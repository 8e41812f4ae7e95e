/** Settings, Security: whether new messages are announced by mail. Nothing where the server sends no mail. */
import { Switch } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { Section } from "../../ui/PageBody/PageBody.tsx";
import { Row, Rows } from "../../ui/Rows/Rows.tsx";

const LABEL = "Tell me of new messages by mail";

export interface MailSectionProps {
  /** null while it is not known, or when the server sends no mail. */
  wanted: boolean | null;
  onWanted: (wanted: boolean) => void;
}

export function MailSection({ wanted, onWanted }: MailSectionProps) {
  if (wanted === null) return null;
  return (
    <Section title="Mail">
      <Rows label="Mail">
        <Row
          tile
          lead={<IconMail size={18} stroke={1.75} />}
          title={LABEL}
          text="Who wrote and when, if you have not read it after a while. Never what."
          end={
            <Switch aria-label={LABEL} checked={wanted} onChange={(event) => onWanted(event.currentTarget.checked)} />
          }
        />
      </Rows>
    </Section>
  );
}
