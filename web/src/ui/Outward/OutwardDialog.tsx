/** The window over a list, for one thing that was made for people outside: a link or a request. */
import { Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { usePageTitle } from "../Page/Page.tsx";
import { SkeletonItem, State } from "../States/States.tsx";
import classes from "./outward.module.css";

interface OutwardDialogProps {
  /** What it is while it is not known more closely: "link". */
  noun: "link" | "request";
  title: string;
  state: "loading" | "gone" | "failed" | "ready";
  isOpen: boolean;
  /** The button that ends it, at the other side of the footer. */
  end: ReactNode;
  /** Buttons before *Done*. */
  acts: ReactNode;
  children: ReactNode;
  onRetry: () => void;
  onClose: () => void;
}

export function OutwardDialog(props: OutwardDialogProps) {
  const { noun, title, state, isOpen, end, acts, children, onRetry, onClose } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  usePageTitle(title);
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      fullScreen={phone}
      title={
        <span className={classes.title}>
          {isOpen && <IconCircleCheckFilled size={20} className={classes.ok ?? ""} aria-hidden="true" />}
          {title}
        </span>
      }
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        {state === "loading" && <SkeletonItem label={`Loading the ${noun}`} />}
        {state === "gone" && <State title={`This ${noun} does not exist any more.`} />}
        {state === "failed" && (
          <State alert title={`This ${noun} did not load.`} actions={<Button onClick={onRetry}>Try again</Button>} />
        )}
        {children}
        <div className={classes.buttons}>
          {end}
          <span className={classes.space} />
          {acts}
          <Button variant="default" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  );
}
