/** The other steps of setting up: name, organisation, first administrator, what was lost, the recovery kit typed in. */
import { TextInput } from "@mantine/core";
import { PageHeading } from "../../ui/Page/Page.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import classes from "./accounts.module.css";

interface FieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

export function NameStep({
  value,
  onChange,
  error,
  organisation,
  addr,
  warning,
}: FieldProps & { organisation: string; addr: string; warning: string | null }) {
  return (
    <>
      <PageHeading title="Your name" size="h1">
        What is your name?
      </PageHeading>
      <p className={classes.lead}>
        Colleagues at {organisation} see it beside {addr}.
      </p>
      <div className={classes.fields}>
        {warning !== null && (
          <Strip tone="warn" role="status">
            {warning}
          </Strip>
        )}
        <TextInput
          label="Your name"
          size="md"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="name"
          maxLength={100}
          error={error}
        />
      </div>
    </>
  );
}

export interface OrganisationStepProps {
  organisation: string;
  /** null when the link brought the code along. */
  startCode: string | null;
  onChange: (change: { organisation?: string; startCode?: string }) => void;
  errors: { organisation?: string; startCode?: string };
}

export function OrganisationStep({ organisation, startCode, onChange, errors }: OrganisationStepProps) {
  return (
    <>
      <PageHeading title="Name your organisation" size="h1">
        Name your organisation
      </PageHeading>
      <p className={classes.lead}>People see this name when they get a message from you.</p>
      <div className={classes.fields}>
        {startCode !== null && (
          <TextInput
            label="Start code"
            size="md"
            description="It stands in the log of the server, at the end of the link to this page."
            value={startCode}
            onChange={(event) => onChange({ startCode: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: classes.mono ?? "" }}
            error={errors.startCode}
          />
        )}
        <TextInput
          label="Organisation name"
          size="md"
          value={organisation}
          onChange={(event) => onChange({ organisation: event.currentTarget.value })}
          autoComplete="organization"
          maxLength={100}
          error={errors.organisation}
        />
      </div>
    </>
  );
}

export interface AdministratorStepProps {
  name: string;
  addr: string;
  onChange: (change: { name?: string; addr?: string }) => void;
  errors: { name?: string; addr?: string };
}

export function AdministratorStep({ name, addr, onChange, errors }: AdministratorStepProps) {
  return (
    <>
      <PageHeading title="First administrator" size="h1">
        Who are you?
      </PageHeading>
      <p className={classes.lead}>You are the first administrator. You can make others administrators later.</p>
      <div className={classes.fields}>
        <TextInput
          label="Your name"
          size="md"
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          autoComplete="name"
          maxLength={100}
          error={errors.name}
        />
        <TextInput
          label="Email address"
          type="email"
          size="md"
          description="You sign in with it. It cannot be changed later."
          value={addr}
          onChange={(event) => onChange({ addr: event.currentTarget.value })}
          autoComplete="email"
          error={errors.addr}
        />
      </div>
    </>
  );
}

/** What has to be typed before everything old is given up. */
export const LOST_SENTENCE = "I have lost my password and my recovery kit";

export function LostStep({ value, onChange, error, organisation }: FieldProps & { organisation: string }) {
  return (
    <>
      <PageHeading title="Start over" size="h1">
        Start over
      </PageHeading>
      <p className={classes.lead}>
        You make a new key. <strong>Messages you have now stay locked for ever</strong>, and everyone at {organisation}{" "}
        who writes to you is told that your key is new. If you still have your password or your recovery kit, use that
        instead.
      </p>
      <div className={classes.fields}>
        <TextInput
          label={`Type “${LOST_SENTENCE}”`}
          size="md"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
          error={error}
        />
      </div>
    </>
  );
}

export interface RecoverStepProps {
  addr: string;
  code: string;
  onChange: (change: { addr?: string; code?: string }) => void;
  errors: { addr?: string; code?: string };
}

export function RecoverStep({ addr, code, onChange, errors }: RecoverStepProps) {
  return (
    <>
      <PageHeading title="Use recovery kit" size="h1">
        Use your recovery kit
      </PageHeading>
      <p className={classes.lead}>
        You choose a new password and get a new kit. The old kit stops working. Your key and your messages stay.
      </p>
      <div className={classes.fields}>
        <TextInput
          label="Email address"
          type="email"
          size="md"
          value={addr}
          onChange={(event) => onChange({ addr: event.currentTarget.value })}
          autoComplete="username"
          error={errors.addr}
        />
        <TextInput
          label="Recovery code"
          size="md"
          description="Eight groups of four. Capitals, blanks and hyphens do not matter."
          value={code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: classes.mono ?? "" }}
          error={errors.code}
        />
      </div>
    </>
  );
}
