/** What the key log demands of a person: the hard stop, and the loud screen of a restart. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefreshAlert } from "@tabler/icons-react";
import { useState } from "react";
import { bodyOf, http } from "../api/client.ts";
import { sentenceOf } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { acceptRestart } from "../keys/keylog.ts";
import { usePageTitle } from "../ui/Page/Page.tsx";
import { State } from "../ui/States/States.tsx";
import { toast } from "../ui/toasts/toasts.tsx";

const ICON = { size: 26, stroke: 1.75 };

async function saveEvidence(): Promise<void> {
  const evidence = await keyring().logEvidence();
  const url = URL.createObjectURL(new Blob([JSON.stringify(evidence, null, 1)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "waxpost-key-log-evidence.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function Stopped({ isForeign, onRead }: { isForeign: boolean; onRead: () => void }) {
  const [told, setTold] = useState(false);
  usePageTitle("Do not go on", { error: true });
  const tell = async () => {
    try {
      await bodyOf(http.POST("/v1/reports", { body: { kind: "key-log-stopped", addr: null } }));
      setTold(true);
    } catch (problem) {
      toast({ message: sentenceOf(problem) });
    }
  };
  return (
    <main>
      <h1 className="sp-hidden" tabIndex={-1}>
        Do not go on
      </h1>
      <State
        alert
        tone="danger"
        icon={<IconAlertTriangle {...ICON} />}
        title={isForeign ? "This is not the server you know" : "The server contradicts itself about keys"}
        text={
          isForeign
            ? "Its list of keys is another one than before, and nothing announced that. Nothing is sent, and only what was checked before is opened. Tell an administrator in person or on the phone."
            : "It showed you one history of keys before and another one now. Somebody may want to read your messages. Nothing is sent, and only what was checked before is opened. Tell an administrator in person or on the phone."
        }
        actions={
          <>
            <Button variant="default" onClick={() => void tell()} disabled={told}>
              {told ? "An administrator has been told" : "Tell an administrator"}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => void saveEvidence()}>
              Save the evidence
            </Button>
            <Button variant="subtle" color="gray" onClick={onRead}>
              Read what was checked before
            </Button>
          </>
        }
      />
    </main>
  );
}

export function Restarted() {
  const [busy, setBusy] = useState(false);
  usePageTitle("The server was restored", { error: true });
  const goOn = async () => {
    setBusy(true);
    try {
      await acceptRestart();
    } catch (problem) {
      toast({ message: sentenceOf(problem) });
      setBusy(false);
    }
  };
  return (
    <main>
      <h1 className="sp-hidden" tabIndex={-1}>
        The server was restored
      </h1>
      <State
        alert
        tone="warn"
        icon={<IconRefreshAlert {...ICON} />}
        title="The list of keys was begun anew"
        text="The server says that it was restored from a backup. Messages and keys of the last hours may be missing. Ask an administrator whether that is so before you go on. The keys you know are kept."
        actions={
          <Button loading={busy} onClick={() => void goOn()}>
            An administrator confirmed it
          </Button>
        }
      />
    </main>
  );
}
