/** What the key log demands of a person: the hard stop, the loud screen of a restart, and quieter lines. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefreshAlert } from "@tabler/icons-react";
import { useState } from "react";
import type { ReactNode } from "react";
import { bodyOf, http } from "../api/client.ts";
import { sentenceOf } from "../api/problems.ts";
import { keyring } from "../keys/keyring.ts";
import { acceptRestart } from "../keys/keylog.ts";
import { saveVaultSoon } from "../keys/vault.ts";
import { usePageTitle } from "../ui/Page/Page.tsx";
import { State } from "../ui/States/States.tsx";
import { Strip } from "../ui/Strip/Strip.tsx";
import { toast } from "../ui/toasts/toasts.tsx";
import type { LogFacts } from "../worker/shapes.ts";

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

function Stopped({ isForeign }: { isForeign: boolean }) {
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
            ? "Its list of keys is another one than before, and nothing announced that. Nothing is opened or sent. Tell an administrator in person or on the phone."
            : "It showed you one history of keys before and another one now. Somebody may want to read your messages. Nothing is opened or sent. Tell an administrator in person or on the phone."
        }
        actions={
          <>
            <Button variant="default" onClick={() => void tell()} disabled={told}>
              {told ? "An administrator has been told" : "Tell an administrator"}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => void saveEvidence()}>
              Save the evidence
            </Button>
          </>
        }
      />
    </main>
  );
}

function Restarted() {
  const [busy, setBusy] = useState(false);
  usePageTitle("The server was restored", { error: true });
  const goOn = async () => {
    setBusy(true);
    try {
      await acceptRestart();
      saveVaultSoon();
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

/** In the place of everything, while the log allows nothing else. */
export function LogStop({ log, children }: { log: LogFacts | null; children: ReactNode }) {
  if (log?.state === "stopped" || log?.state === "foreign") return <Stopped isForeign={log.state === "foreign"} />;
  if (log?.state === "restarted") return <Restarted />;
  return children;
}

function sentence({ own, warnings }: LogFacts): { text: string; tone: "danger" | "warn" } | null {
  if (own === "not-mine")
    return { text: "Someone published keys in your name. Sending is off. Tell an administrator now.", tone: "danger" };
  if (own === "missing")
    return {
      text: "The server lost your key. Sending is off until it is published again. Tell an administrator.",
      tone: "danger",
    };
  if (warnings.includes("newer-server"))
    return { text: "The server is newer than this page. Reload when you are ready.", tone: "warn" };
  if (warnings.includes("log-not-renewed"))
    return {
      text: "The server has not confirmed its list of keys for more than a day. Tell an administrator.",
      tone: "warn",
    };
  return null;
}

/** A line over the page, when there is something to say. */
export function LogNotice({ log }: { log: LogFacts | null }) {
  const said = log === null ? null : sentence(log);
  if (said === null) return null;
  return (
    <Strip tone={said.tone} role={said.tone === "danger" ? "alert" : "status"}>
      {said.text}
    </Strip>
  );
}
