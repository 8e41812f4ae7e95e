/** The frame around every flow that ends with a key: first start, invitation, starting over, recovery. */
import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { SetupFrame } from "../../ui/SetupFrame/SetupFrame.tsx";
import type { SetupStep } from "../../ui/SetupFrame/SetupFrame.tsx";
import { Strip } from "../../ui/Strip/Strip.tsx";
import classes from "./accounts.module.css";

export type FlowKind = "first-start" | "setup" | "start-over" | "recover";

const PASSWORD_STEP = { label: "Your password", description: "Only you know it" };
const KIT_STEP = { label: "Your recovery kit", description: "The way back in" };

export const FLOWS: Record<FlowKind, { title: string; subtitle: string; steps: SetupStep[] }> = {
  "first-start": {
    title: "Set up your server",
    subtitle: "First start",
    steps: [
      { label: "Organisation", description: "Name and start code" },
      { label: "First administrator", description: "That is you" },
      PASSWORD_STEP,
      { label: "Your recovery kit", description: "Your own way back in" },
    ],
  },
  setup: {
    title: "Set up your account",
    subtitle: "About three minutes",
    steps: [{ label: "Your name", description: "As colleagues will see it" }, PASSWORD_STEP, KIT_STEP],
  },
  "start-over": {
    title: "Start over",
    subtitle: "With a new key",
    steps: [{ label: "What is lost", description: "Before anything changes" }, PASSWORD_STEP, KIT_STEP],
  },
  recover: {
    title: "Use recovery kit",
    subtitle: "Your key stays the same",
    steps: [{ label: "Recovery kit", description: "Type the code" }, PASSWORD_STEP, KIT_STEP],
  },
};

export interface SetupViewProps {
  flow: FlowKind;
  step: number;
  aside?: ReactNode;
  children: ReactNode;
  /** null on the first step, and once something is made that cannot be taken back. */
  onBack: (() => void) | null;
  onNext: () => void;
  /** Why one cannot go on yet; it stands beside the disabled button. */
  reason: string | null;
  busy: boolean;
  problem: string | null;
}

export function SetupView(props: SetupViewProps) {
  const { flow, step, onBack, reason, problem } = props;
  const { title, subtitle, steps } = FLOWS[flow];
  const last = step === steps.length - 1;
  const note = flow === "first-start" && step === 0 && (
    <span className={classes.note}>
      <IconLock size={15} stroke={1.75} aria-hidden="true" /> Only the person with the start code from the server log
      can go on.
    </span>
  );
  return (
    <SetupFrame
      title={title}
      subtitle={subtitle}
      steps={steps}
      current={step}
      aside={props.aside}
      onSubmit={() => reason === null && !props.busy && props.onNext()}
      back={
        onBack === null ? (
          note
        ) : (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={18} stroke={1.75} />}
            onClick={onBack}
          >
            Back
          </Button>
        )
      }
      next={
        <>
          {reason !== null && <span id="setup-reason">{reason}</span>}
          <Button
            type="submit"
            size="md"
            disabled={reason !== null}
            loading={props.busy}
            aria-describedby={reason === null ? undefined : "setup-reason"}
            rightSection={last ? undefined : <IconArrowRight size={18} stroke={1.75} />}
          >
            {last ? "Finish" : "Continue"}
          </Button>
        </>
      }
    >
      {problem !== null && (
        <Strip tone="danger" role="alert">
          {problem}
        </Strip>
      )}
      {props.children}
    </SetupFrame>
  );
}
