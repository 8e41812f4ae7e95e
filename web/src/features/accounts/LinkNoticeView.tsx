/** A link that cannot be used, or one that is being read: the page before any flow begins. */
import { Anchor, Title } from "@mantine/core";
import { CenterCard } from "../../ui/CenterCard/CenterCard.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import classes from "./accounts.module.css";

export interface LinkNoticeViewProps {
  host: string;
  title: string;
  text: string;
  /** A way on, when there is one. */
  action: { label: string; href: string } | null;
}

export function LinkNoticeView({ host, title, text, action }: LinkNoticeViewProps) {
  usePageTitle(title);
  return (
    <CenterCard host={host}>
      <div className={classes.form} role="status">
        <Title order={1} size="h2" tabIndex={-1}>
          {title}
        </Title>
        <p>{text}</p>
        {action !== null && (
          <Anchor component={Link} href={action.href}>
            {action.label}
          </Anchor>
        )}
      </div>
    </CenterCard>
  );
}
