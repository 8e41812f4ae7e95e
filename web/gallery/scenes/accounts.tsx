/** First start, joining, signing in and the lock screen. */
import type { ReactNode } from "react";
import { InsecureOriginView } from "../../src/app/InsecureOriginView.tsx";
import { NotFoundView } from "../../src/app/NotFoundView.tsx";
import { KitStep } from "../../src/features/accounts/KitStep.tsx";
import { LinkNoticeView } from "../../src/features/accounts/LinkNoticeView.tsx";
import { PasswordStep } from "../../src/features/accounts/PasswordStep.tsx";
import { SetupView } from "../../src/features/accounts/SetupView.tsx";
import type { FlowKind } from "../../src/features/accounts/SetupView.tsx";
import { SignInView } from "../../src/features/accounts/SignInView.tsx";
import { UnlockView } from "../../src/features/accounts/UnlockView.tsx";
import {
  LostStep,
  NameStep,
  OrganisationStep,
  AdministratorStep,
  RecoverStep,
} from "../../src/features/accounts/steps.tsx";
import { ELIN } from "../people.ts";
import { nothing } from "./Frame.tsx";
import { kitProps } from "./kit.ts";

function Setup({
  flow,
  step,
  reason = null,
  children,
}: {
  flow: FlowKind;
  step: number;
  reason?: string | null;
  children: ReactNode;
}) {
  return (
    <SetupView
      flow={flow}
      step={step}
      onBack={step === 0 ? null : nothing}
      onNext={nothing}
      reason={reason}
      busy={false}
      problem={null}
      aside={flow === "setup" ? "Invited by Maya Okafor." : undefined}
    >
      {children}
    </SetupView>
  );
}
const signIn = { host: "seal.halden.example", organisation: "Halden Systems", busy: false };

export const ACCOUNTS: Record<string, () => ReactNode> = {
  "sign-in": () => (
    <SignInView
      {...signIn}
      addr=""
      password=""
      stay
      onChange={nothing}
      onSubmit={nothing}
      problem={null}
      errors={{}}
      notice={null}
      settingsChanged={null}
    />
  ),
  "sign-in-problem": () => (
    <SignInView
      {...signIn}
      addr="elin"
      password="x"
      stay
      onChange={nothing}
      onSubmit={nothing}
      errors={{ addr: "Enter an email address" }}
      problem="That address and password do not match."
      notice="You were signed out on another device. Sign in again."
      settingsChanged={{ onAccept: nothing, onStop: nothing }}
    />
  ),
  unlock: () => (
    <UnlockView
      {...signIn}
      {...ELIN}
      reason="Waxpost locked itself after 15 minutes."
      password=""
      onPassword={nothing}
      onSubmit={nothing}
      onSignOut={nothing}
      problem={null}
    />
  ),
  "unlock-problem": () => (
    <UnlockView
      {...signIn}
      {...ELIN}
      reason="Waxpost locked itself after 15 minutes."
      password="x"
      onPassword={nothing}
      onSubmit={nothing}
      onSignOut={nothing}
      problem="That password does not match."
    />
  ),
  "first-start": () => (
    <Setup flow="first-start" step={0}>
      <OrganisationStep organisation="Halden Systems" startCode="" onChange={nothing} errors={{}} />
    </Setup>
  ),
  administrator: () => (
    <Setup flow="first-start" step={1}>
      <AdministratorStep name="Elin Voss" addr={ELIN.addr} onChange={nothing} errors={{}} />
    </Setup>
  ),
  "setup-name": () => (
    <Setup flow="setup" step={0}>
      <NameStep
        value="Elin Voss"
        onChange={nothing}
        error={undefined}
        organisation="Halden Systems"
        addr={ELIN.addr}
        warning={null}
      />
    </Setup>
  ),
  "setup-password": () => (
    <Setup flow="setup" step={1} reason="Choose a password that is harder to guess">
      <PasswordStep
        title="Choose a password"
        lead="It signs you in and unlocks your messages. Nobody else can know it or reset it."
        addr={ELIN.addr}
        password="something"
        again=""
        onChange={nothing}
        strength={{ score: 2, hint: "Add another word or two" }}
        errors={{ again: "Type the same password again" }}
      />
    </Setup>
  ),
  "setup-kit": () => (
    <Setup flow="setup" step={2} reason="Type both groups to go on">
      <KitStep {...kitProps} organisation="Halden Systems" kept="downloaded" error={null} />
    </Setup>
  ),
  "start-over": () => (
    <Setup flow="start-over" step={0} reason="Type the sentence to go on">
      <LostStep value="" onChange={nothing} error={undefined} organisation="Halden Systems" />
    </Setup>
  ),
  recover: () => (
    <Setup flow="recover" step={0}>
      <RecoverStep addr={ELIN.addr} code="" onChange={nothing} errors={{ code: "Type all eight groups" }} />
    </Setup>
  ),
  "link-notice": () => (
    <LinkNoticeView
      host="seal.halden.example"
      title="This link is not complete"
      text="Copy the whole link, including the part after #."
      action={null}
    />
  ),
  "insecure-origin": () => <InsecureOriginView here="http://10.0.0.7:8080/" baseUrl="https://seal.halden.example" />,
  "not-found": () => <NotFoundView />,
};
