/** Settings, Security, with its dialogs. A dialog that is closed forgets what was typed in it. */
import { useState } from "react";
import { ConfirmDialog } from "../../ui/ConfirmDialog/ConfirmDialog.tsx";
import { useBackCloses } from "../../ui/backCloses.ts";
import { useMinute } from "../../ui/minute.ts";
import { ChangePasswordDialog } from "./ChangePasswordDialog.tsx";
import { MailSection } from "./MailSection.tsx";
import { NewKitDialog } from "./NewKitDialog.tsx";
import { SecurityView } from "./SecurityView.tsx";
import { useChangePassword } from "./useChangePassword.ts";
import { useMailChoice } from "./useMailChoice.ts";
import { useNewKit } from "./useNewKit.ts";
import { useSecurity } from "./useSecurity.ts";

function Password({ onClose }: { onClose: () => void }) {
  return <ChangePasswordDialog opened {...useChangePassword(onClose)} />;
}

function Kit({ onClose }: { onClose: () => void }) {
  return <NewKitDialog opened {...useNewKit(onClose)} />;
}

export function SecurityPage() {
  const { endOthers, ...security } = useSecurity(useMinute());
  const mail = useMailChoice();
  const [dialog, setDialog] = useState<"password" | "kit" | "end-others" | null>(null);
  const close = () => setDialog(null);
  useBackCloses(dialog !== null, close);
  return (
    <>
      <SecurityView
        {...security}
        mail={<MailSection {...mail} />}
        onChangePassword={() => setDialog("password")}
        onNewKit={() => setDialog("kit")}
        onEndOthers={() => setDialog("end-others")}
      />
      {dialog === "password" && <Password onClose={close} />}
      {dialog === "kit" && <Kit onClose={close} />}
      <ConfirmDialog
        opened={dialog === "end-others"}
        title="Sign out everywhere else?"
        confirm="Sign out everywhere else"
        danger
        onConfirm={endOthers}
        onClose={close}
      >
        Every other browser and command line has to sign in again. This one stays.
      </ConfirmDialog>
    </>
  );
}
