/** The dialogs that every administrators' page can open: inviting, and the link that comes of it. */
import { useState } from "react";
import { useBackCloses } from "../../ui/backCloses.ts";
import { InviteDialog, LinkDialog } from "./InviteDialog.tsx";
import type { ShownLink } from "./linkMaking.ts";
import { useInvite } from "./useInvite.ts";

/** One dialog at a time; `Own` are those of the page itself. */
export type Dialog<Own> = Own | { kind: "invite" } | { kind: "link"; link: ShownLink } | null;

export interface Dialogs<Own> {
  dialog: Dialog<Own>;
  open: (dialog: Dialog<Own>) => void;
  /** Closes the dialog only if it is still this one: another may have followed it. */
  close: (kind: string) => void;
}

export function useDialogs<Own extends { kind: string }>(): Dialogs<Own> {
  const [dialog, setDialog] = useState<Dialog<Own>>(null);
  useBackCloses(dialog !== null, () => setDialog(null));
  return {
    dialog,
    open: setDialog,
    close: (kind) => setDialog((now) => (now?.kind === kind ? null : now)),
  };
}

interface InvitingProps {
  now: Date;
  dialog: { kind: string } | null;
  onLink: (link: ShownLink) => void;
  close: (kind: string) => void;
}

function Invite({ now, onLink, onClose }: { now: Date; onLink: (link: ShownLink) => void; onClose: () => void }) {
  return <InviteDialog opened {...useInvite(now, onLink, onClose)} />;
}

export function InvitingDialogs({ now, dialog, onLink, close }: InvitingProps) {
  const link = dialog !== null && "link" in dialog ? (dialog.link as ShownLink) : null;
  return (
    <>
      {dialog?.kind === "invite" && <Invite now={now} onLink={onLink} onClose={() => close("invite")} />}
      <LinkDialog link={link} onClose={() => close("link")} />
    </>
  );
}
