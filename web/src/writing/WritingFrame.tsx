/** The window in which something is written: header, what went wrong, rows with labels, and the footer that adds things. */
import { Button, CloseButton, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ItemRows } from "../credentials/ItemRows.tsx";
import type { AttachedItem } from "../credentials/model.ts";
import { FileRows } from "../files/FileRows.tsx";
import type { ShownFiles } from "../files/filesModel.ts";
import { waitingWords } from "../files/filesModel.ts";
import { JointProgress } from "../files/JointProgress.tsx";
import { useSaid } from "../files/useDoing.ts";
import { usePageTitle } from "../ui/Page/Page.tsx";
import { Rows } from "../ui/Rows/Rows.tsx";
import { useShortcuts } from "../ui/shortcuts/shortcuts.ts";
import { Strip } from "../ui/Strip/Strip.tsx";
import { AttachButton } from "./Attached.tsx";
import type { AttachWay } from "./Attached.tsx";
import type { Sending } from "./sending.ts";
import classes from "./writing.module.css";

/** What goes along, and how it is changed. */
export interface Enclosed {
  files: ShownFiles;
  onRemoveFile: (id: number) => void;
  onRetryFile: (id: number) => void;
  onEditItem: (index: number) => void;
  onRemoveItem: (index: number) => void;
}

export interface WritingFrameProps {
  title: string;
  sending: Sending;
  files: ShownFiles;
  /** What can be added. */
  ways: readonly AttachWay[];
  /** What has to be looked at before anything goes out. */
  held: string | null;
  /** Another dialog stands in front: keys are for that one. */
  isBehind: boolean;
  /** The button that sends. */
  send: ReactNode;
  onSend: () => void;
  onDiscard: () => void;
  children: ReactNode;
}

export function WritingRow({ label, htmlFor, children }: { label: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      {htmlFor === undefined ? (
        <span className={classes.label} aria-hidden="true">
          {label}
        </span>
      ) : (
        <label className={classes.label} htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div className={classes.field}>{children}</div>
    </div>
  );
}

/** Credentials, entries and files, once there are any. */
export function AttachedRow({ items, ...props }: Enclosed & { items: readonly AttachedItem[] }) {
  if (props.files.listed.length + items.length === 0) return null;
  return (
    <WritingRow label="Attached">
      <JointProgress files={props.files} />
      <Rows label="Attached">
        <ItemRows items={items} onEdit={props.onEditItem} onRemove={props.onRemoveItem} />
        <FileRows files={props.files} onRemove={props.onRemoveFile} onTryAgain={props.onRetryFile} />
      </Rows>
    </WritingRow>
  );
}

function Header({ title, onClose, send }: { title: string; onClose: () => void; send: ReactNode }) {
  return (
    <div className={classes.header}>
      <Modal.Title component="h1" className={classes.title ?? ""}>
        {title}
      </Modal.Title>
      {send}
      <CloseButton aria-label="Close" onClick={onClose} />
    </div>
  );
}

function Failed({ sending, onSend }: Pick<WritingFrameProps, "sending" | "onSend">) {
  if (sending.state !== "failed") return null;
  return (
    <div className={classes.problem}>
      <Strip
        tone="danger"
        role="alert"
        actions={
          sending.again && (
            <Button size="compact-sm" variant="subtle" color="wax" onClick={onSend}>
              Try again
            </Button>
          )
        }
      >
        {sending.problem}
      </Strip>
    </div>
  );
}

function Waiting({ files }: { files: ShownFiles }) {
  return (
    <span className={classes.waiting} role="status">
      {useSaid(files, waitingWords)}
    </span>
  );
}

function Footer({ ways, sending, files, held, send, onDiscard }: WritingFrameProps) {
  const isCalm = held === null && sending.state !== "waiting";
  return (
    <div className={classes.footer}>
      <AttachButton ways={ways} />
      {isCalm && <span className={classes.hint}>or drop files anywhere</span>}
      {sending.state === "waiting" && <Waiting files={files} />}
      {held !== null && (
        <span className={classes.held} role="status">
          {held}
        </span>
      )}
      <span className={classes.space} />
      <Button variant="subtle" color="gray" onClick={onDiscard}>
        Discard
      </Button>
      {send}
    </div>
  );
}

export function WritingFrame(props: WritingFrameProps) {
  const { title, held, isBehind, send, onSend, onDiscard } = props;
  const phone = useMediaQuery("(max-width: 39.99em)", undefined, { getInitialValueInEffect: false });
  usePageTitle(title);
  useShortcuts({ "Mod+Enter": held === null && !isBehind ? onSend : undefined }, { everywhere: true });
  return (
    <Modal.Root
      opened
      onClose={onDiscard}
      size={760}
      yOffset={24}
      fullScreen={phone}
      closeOnClickOutside={false}
      closeOnEscape={!isBehind}
      trapFocus={!isBehind}
      classNames={{ content: classes.content ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <Header title={title} onClose={onDiscard} send={phone ? send : null} />
        <Modal.Body p={0} className={classes.body ?? ""}>
          <Failed {...props} />
          <div className={classes.fields}>{props.children}</div>
        </Modal.Body>
        <Footer {...props} send={phone ? null : send} />
      </Modal.Content>
    </Modal.Root>
  );
}
