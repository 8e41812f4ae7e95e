/** The server did not answer when the page started. */
import { Button } from "@mantine/core";
import { IconCloudX } from "@tabler/icons-react";
import { startSession } from "../session/session.ts";
import { usePageTitle } from "../ui/Page/Page.tsx";
import { State } from "../ui/States/States.tsx";

export function UnreachableView() {
  usePageTitle("No connection", { error: true });
  return (
    <main>
      <h1 className="sp-hidden" tabIndex={-1}>
        No connection
      </h1>
      <State
        alert
        tone="danger"
        icon={<IconCloudX size={26} stroke={1.75} />}
        title="Waxpost did not start"
        text={`The server at ${location.host} did not answer.`}
        actions={<Button onClick={() => void startSession()}>Try again</Button>}
      />
    </main>
  );
}
