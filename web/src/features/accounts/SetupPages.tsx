/** The flows that end with a key: first start, invitation and starting over, recovery. */
import { SkeletonItem } from "../../ui/States/States.tsx";
import { CenterCard } from "../../ui/CenterCard/CenterCard.tsx";
import { KitStep } from "./KitStep.tsx";
import { LinkNoticeView } from "./LinkNoticeView.tsx";
import { PasswordStep } from "./PasswordStep.tsx";
import type { PasswordStepProps } from "./PasswordStep.tsx";
import { SetupView } from "./SetupView.tsx";
import { AdministratorStep, LostStep, NameStep, OrganisationStep, RecoverStep } from "./steps.tsx";
import type { Link, OpenedLink } from "./joining.ts";
import { useFirstStart } from "./useFirstStart.ts";
import { useJoin, useLink } from "./useJoin.ts";
import { useRecover } from "./useRecover.ts";
import type { useKit } from "./useSecrets.ts";

const PASSWORD_LEAD = "It signs you in and unlocks your messages. Nobody else can know it or reset it.";

function Password({
  view,
  addr,
  isNew = true,
}: {
  view: Omit<PasswordStepProps, "title" | "lead" | "addr">;
  addr: string;
  isNew?: boolean;
}) {
  return (
    <PasswordStep
      {...view}
      title={isNew ? "Choose a password" : "Choose a new password"}
      lead={PASSWORD_LEAD}
      addr={addr}
    />
  );
}

function Kit({ kit, organisation }: { kit: ReturnType<typeof useKit>; organisation: string }) {
  return kit.view === null ? (
    <SkeletonItem label="Making your kit" />
  ) : (
    <KitStep {...kit.view} organisation={organisation} error={null} />
  );
}

export function FirstStartPage({ code }: { code: string | null }) {
  const { flow, form, onChange, errors, password, kit, reason, onNext } = useFirstStart(code);
  return (
    <SetupView flow="first-start" {...flow.frame} reason={reason} onNext={onNext}>
      {flow.step === 0 && (
        <OrganisationStep
          {...form}
          startCode={code === null ? form.startCode : null}
          onChange={onChange}
          errors={errors}
        />
      )}
      {flow.step === 1 && <AdministratorStep {...form} onChange={onChange} errors={errors} />}
      {flow.step === 2 && <Password view={password.view} addr={form.addr} />}
      {flow.step >= 3 && <Kit kit={kit} organisation={form.organisation} />}
    </SetupView>
  );
}

const WARNING =
  "This address had a key before. With your new one, colleagues are told that the key is new and check it before they write to you.";

function Joining({ link }: { link: OpenedLink }) {
  const { flow, typed, onTyped, error, password, kit, reason, onNext } = useJoin(link);
  const isAgain = link.kind === "start-over";
  const inviter = link.inviter.name ?? link.inviter.addr;
  const first = isAgain ? (
    <LostStep value={typed} onChange={onTyped} error={error} organisation={link.organisation} />
  ) : (
    <NameStep
      value={typed}
      onChange={onTyped}
      error={error}
      organisation={link.organisation}
      addr={link.addr}
      warning={link.mode === "new-owner" ? WARNING : null}
    />
  );
  return (
    <SetupView
      flow={isAgain ? "start-over" : "setup"}
      {...flow.frame}
      reason={reason}
      onNext={onNext}
      aside={`${isAgain ? "Approved" : "Invited"} by ${inviter}.`}
    >
      {flow.step === 0 && first}
      {flow.step === 1 && <Password view={password.view} addr={link.addr} />}
      {flow.step >= 2 && <Kit kit={kit} organisation={link.organisation} />}
    </SetupView>
  );
}

export function JoinPage({ link }: { link: Link }) {
  const { opened, trouble } = useLink(link);
  if (trouble !== null) return <LinkNoticeView host={location.host} {...trouble} action={null} />;
  if (opened === null)
    return (
      <CenterCard host={location.host}>
        <SkeletonItem label="Checking the link" />
      </CenterCard>
    );
  return <Joining link={opened} />;
}

export function RecoverPage({ organisation }: { organisation: string | null }) {
  const { flow, form, onChange, errors, password, kit, reason, onNext } = useRecover();
  return (
    <SetupView flow="recover" {...flow.frame} reason={reason} onNext={onNext}>
      {flow.step === 0 && <RecoverStep {...form} onChange={onChange} errors={errors} />}
      {flow.step === 1 && <Password view={password.view} addr={form.addr} isNew={false} />}
      {flow.step >= 2 && <Kit kit={kit} organisation={organisation ?? "your organisation"} />}
    </SetupView>
  );
}
