/** A flow of steps: what is done and what comes on the left, the step in the middle, the way on at the bottom. */
import { Stepper } from "@mantine/core";
import type { ReactNode } from "react";
import { Logo } from "../Logo/Logo.tsx";
import { submits } from "../submits.ts";
import classes from "./SetupFrame.module.css";

export interface SetupStep {
  label: string;
  description: string;
}

interface SetupFrameProps {
  title: string;
  subtitle: string;
  steps: SetupStep[];
  /** Position in `steps`. */
  current: number;
  /** At the foot of the left side: who invited, where else it can be set. */
  aside?: ReactNode;
  children: ReactNode;
  /** Left and right part of the bottom bar. */
  back?: ReactNode;
  next: ReactNode;
  /** Enter in any field does what the button at the bottom does. */
  onSubmit: () => void;
}

export function SetupFrame(props: SetupFrameProps) {
  return (
    <form className={classes.frame} onSubmit={submits(props.onSubmit)} noValidate>
      <aside className={classes.side}>
        <Logo size={32} withName />
        <div className={classes.about}>
          <p className={classes.title}>{props.title}</p>
          <p className={classes.subtitle}>{props.subtitle}</p>
        </div>
        <Stepper
          active={props.current}
          orientation="vertical"
          size="xs"
          iconSize={28}
          className={classes.steps}
          classNames={{ stepCompletedIcon: classes.done, stepIcon: classes.stepIcon }}
          allowNextStepsSelect={false}
        >
          {props.steps.map((step, index) => (
            <Stepper.Step
              key={step.label}
              label={step.label}
              description={step.description}
              component="div"
              aria-current={index === props.current ? "step" : undefined}
            />
          ))}
        </Stepper>
        <p className={classes.phoneStep}>
          Step {props.current + 1} of {props.steps.length}: {props.steps[props.current]?.label}
        </p>
        <div className={classes.aside}>{props.aside}</div>
      </aside>
      <main className={classes.main}>
        <div className={classes.page}>{props.children}</div>
      </main>
      <footer className={classes.footer}>
        <span className={classes.back}>{props.back}</span>
        {props.next}
      </footer>
    </form>
  );
}
