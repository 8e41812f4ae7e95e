/** Signing in: address and password. A wrong address and a wrong password look the same. */
import { Anchor, Button, Checkbox, TextInput, Title } from "@mantine/core";
import { CardFooter, CenterCard } from "../../ui/CenterCard/CenterCard.tsx";
import { Link } from "../../ui/Link/Link.tsx";
import { usePageTitle } from "../../ui/Page/Page.tsx";
import { PasswordField } from "../../ui/PasswordField/PasswordField.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import { submits } from "../../ui/submits.ts";
import classes from "./accounts.module.css";

export interface SignInViewProps {
  host: string;
  organisation: string | null;
  addr: string;
  password: string;
  stay: boolean;
  onChange: (change: { addr?: string; password?: string; stay?: boolean }) => void;
  onSubmit: () => void;
  busy: boolean;
  /** What went wrong, and what to do. */
  problem: string | null;
  errors: { addr?: string; password?: string };
  /** Why this page is shown although somebody was signed in. */
  notice: string | null;
  /** The server's sign-in settings changed: asked before anything derived from the password is sent. */
  settingsChanged: { onAccept: () => void; onStop: () => void } | null;
}

function SettingsChanged({ onAccept, onStop }: { onAccept: () => void; onStop: () => void }) {
  return (
    <Strip
      tone="warn"
      role="alert"
      actions={
        <>
          <Button size="compact-sm" variant="default" onClick={onStop}>
            Stop
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onAccept}>
            Go on
          </Button>
        </>
      }
    >
      The server asks for this password with other settings than last time. Ask an administrator whether that was meant.
    </Strip>
  );
}

export function SignInView(props: SignInViewProps) {
  usePageTitle("Sign in", { error: props.problem !== null });
  const { problem, notice, settingsChanged, errors } = props;
  return (
    <CenterCard
      host={props.host}
      footer={props.organisation !== null && `Run by ${props.organisation} on its own server`}
    >
      <form onSubmit={submits(props.onSubmit)} className={classes.form} noValidate>
        <Title order={1} size="h2" tabIndex={-1}>
          Sign in
        </Title>
        {notice !== null && <Strip role="status">{notice}</Strip>}
        {problem !== null && (
          <Strip tone="danger" role="alert">
            {problem}
          </Strip>
        )}
        {settingsChanged !== null && <SettingsChanged {...settingsChanged} />}
        <TextInput
          label="Email address"
          type="email"
          size="md"
          value={props.addr}
          onChange={(event) => props.onChange({ addr: event.currentTarget.value })}
          autoComplete="username"
          error={errors.addr}
        />
        <PasswordField
          label="Password"
          value={props.password}
          onChange={(password) => props.onChange({ password })}
          autoComplete="current-password"
          error={errors.password}
        />
        <Checkbox
          label="Stay unlocked on this device until it locks"
          checked={props.stay}
          onChange={(event) => props.onChange({ stay: event.currentTarget.checked })}
        />
        <Button type="submit" size="md" loading={props.busy}>
          Sign in
        </Button>
        <CardFooter>
          <Anchor component={Link} href="/recover">
            Use recovery kit
          </Anchor>
        </CardFooter>
      </form>
    </CenterCard>
  );
}
