/** Users and groups: the people. */
import { useMinute } from "../../ui/minute.ts";
import { ActDialog } from "./ActDialog.tsx";
import { InvitingDialogs, useDialogs } from "./dialogs.tsx";
import type { AdminPerson } from "./model.ts";
import { useStartOver } from "./useStartOver.ts";
import { UsersView } from "./UsersView.tsx";
import type { PersonAct } from "./UsersView.tsx";
import { usePersonAct, useUsers } from "./useUsers.ts";

interface Act {
  kind: "act";
  person: AdminPerson;
  act: PersonAct;
}

export function UsersPage() {
  const now = useMinute();
  const { dialog, open, close } = useDialogs<Act>();
  const change = usePersonAct();
  const startOver = useStartOver(now, (link) => open({ kind: "link", link }));
  const users = useUsers({
    now,
    onInvite: () => open({ kind: "invite" }),
    onAct: (person, act) => open({ kind: "act", person, act }),
  });
  const pending = dialog?.kind === "act" ? dialog : null;
  const confirm = async () => {
    if (pending === null) return;
    if (pending.act === "start-over") await startOver(pending.person);
    else await change(pending.person, pending.act);
  };
  return (
    <>
      <UsersView {...users} />
      <ActDialog pending={pending} onConfirm={confirm} onClose={() => close("act")} />
      <InvitingDialogs now={now} dialog={dialog} onLink={(link) => open({ kind: "link", link })} close={close} />
    </>
  );
}
