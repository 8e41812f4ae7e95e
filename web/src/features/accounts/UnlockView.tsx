/** The lock screen. It shows the name and nothing else: no counts, no subjects, no recipients. */
import { Anchor, Button, Title } from "@mantine/core";
import { IconLockFilled } from "@tabler/icons-react";
import { firstName } from "../../lib/names.ts";
import { Avatar } from "../../ui/Avatar/Avatar.tsx";
import { CardFooter, CenterCard } from "../../ui/CenterCard/CenterCard.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./accounts.module.css";

export interface UnlockViewProps {
  host: string;
  organisation: string | null;
  name: string;
  addr: string;
  /** Why it is locked, in a sentence. */
  reason: string;
  password: string;
  onPassword: (password: string) => void;
  onSubmit: () => void;
  onSignOut: () => void;
  busy: boolean;
  problem: string | null;
}

export function UnlockView(props: UnlockViewProps) {
  usePageTitle("Locked", { error: props.problem !== null });
  return (
    <CenterCard
      host={props.host}
      footer={props.organisation !== null && `Run by ${props.organisation} on its own server`}
    >
      <form onSubmit={submits(props.onSubmit)} className={classes.form} noValidate>
        <div className={classes.locked}>
          <span className={classes.bigAvatar}>
            <Avatar name={props.name} tint={props.addr} size={72} />
            <span className={classes.badge}>
              <IconLockFilled size={14} aria-hidden="true" />
            </span>
          </span>
          <Title order={1} size="h2" tabIndex={-1}>
            Welcome back, {firstName(props.name)}
          </Title>
          <p className={classes.reason}>{props.reason}</p>
        </div>
        {/* Lets a password manager find the right entry. */}
        <input
          className="sp-hidden"
          autoComplete="username"
          value={props.addr}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <PasswordField
          label="Password"
          value={props.password}
          onChange={props.onPassword}
          autoComplete="current-password"
          placeholder="Your Waxpost password"
          error={props.problem}
        />
        <Button type="submit" size="md" loading={props.busy}>
          Unlock
        </Button>
        <CardFooter>
          <Anchor component={Link} href="/recover">
            Use recovery kit
          </Anchor>
          <Anchor component="button" type="button" c="dimmed" onClick={props.onSignOut}>
            Sign out
          </Anchor>
        </CardFooter>
      </form>
    </CenterCard>
  );
}
