/** An address that leads nowhere. */
import { Button } from "@mantine/core";
import { Link } from "../ui/Link/Link.tsx";
import { usePageTitle } from "../ui/Page/Page.tsx";
import { State } from "../ui/States/States.tsx";

export function NotFoundView() {
  usePageTitle("Not found", { error: true });
  return (
    <>
      <h1 className="sp-hidden" tabIndex={-1}>
        Not found
      </h1>
      <State
        title="This page does not exist."
        actions={
          <Button component={Link} href="/messages/inbox">
            Go to Inbox
          </Button>
        }
      />
    </>
  );
}
