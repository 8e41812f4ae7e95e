/** Users and groups: the groups. */
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useMinute } from "../../ui/minute.ts";
import { plural } from "../../lib/names.ts";
import { InvitingDialogs, useDialogs } from "./dialogs.tsx";
import { GroupDialog } from "./GroupDialog.tsx";
import { GroupsView } from "./GroupsView.tsx";
import { useGroupDialog } from "./useGroupDialog.ts";
import { useAdminGroups, useDeletion } from "./useGroups.ts";

interface Edit {
  kind: "group";
  /** null for a new one. */
  gid: string | null;
}

function EditGroup({ gid, onClose }: { gid: string | null; onClose: () => void }) {
  return <GroupDialog opened {...useGroupDialog(gid, onClose)} />;
}

export function AdminGroupsPage() {
  const now = useMinute();
  const { dialog, open, close } = useDialogs<Edit | { kind: "delete" }>();
  const deletion = useDeletion(() => open({ kind: "delete" }));
  const groups = useAdminGroups({
    onInvite: () => open({ kind: "invite" }),
    onNew: () => open({ kind: "group", gid: null }),
    onEdit: ({ gid }) => open({ kind: "group", gid }),
    onDelete: deletion.ask,
  });
  const { seen } = deletion;
  return (
    <>
      <GroupsView {...groups} />
      {dialog?.kind === "group" && <EditGroup key={dialog.gid} gid={dialog.gid} onClose={() => close("group")} />}
      {seen !== null && (
        <ConfirmDialog
          opened={dialog?.kind === "delete"}
          title={`Delete ${seen.name}?`}
          confirm="Delete the group"
          danger
          onConfirm={deletion.confirm}
          onClose={() => close("delete")}
        >
          {`${plural(seen.members.length, "person is", "people are")} in it. Messages that were sent to it stay where they are. Nobody can write to it any more.`}
        </ConfirmDialog>
      )}
      <InvitingDialogs now={now} dialog={dialog} onLink={(link) => open({ kind: "link", link })} close={close} />
    </>
  );
}
