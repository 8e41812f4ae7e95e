/** Users and groups: the links that were handed out. */
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useMinute } from "../../ui/minute.ts";
import { InvitingDialogs, useDialogs } from "./dialogs.tsx";
import { InvitationsView } from "./InvitationsView.tsx";
import type { Invitation } from "./model.ts";
import { useEndLink, useLinks } from "./useLinks.ts";

interface End {
  kind: "end";
  invitation: Invitation;
}

export function InvitationsPage() {
  const now = useMinute();
  const { dialog, open, close } = useDialogs<End>();
  const end = useEndLink();
  const links = useLinks(
    now,
    () => open({ kind: "invite" }),
    (link) => open(link === null ? null : { kind: "link", link }),
    (invitation) => open({ kind: "end", invitation }),
  );
  const ending = dialog?.kind === "end" ? dialog.invitation : null;
  return (
    <>
      <InvitationsView {...links} />
      {ending !== null && (
        <ConfirmDialog
          opened
          title={`End the link for ${ending.name ?? ending.addr}?`}
          confirm="End the link"
          danger
          onConfirm={() => end(ending)}
          onClose={() => close("end")}
        >
          Whoever has it cannot use it any more. You can make a new one at any time.
        </ConfirmDialog>
      )}
      <InvitingDialogs now={now} dialog={dialog} onLink={(link) => open({ kind: "link", link })} close={close} />
    </>
  );
}
