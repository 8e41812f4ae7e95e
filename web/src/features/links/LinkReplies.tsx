/** What came back from the readers of a link. */
import { Button } from "@mantine/core";
import { IconMessageReply } from "@tabler/icons-react";
import { Link } from "../../ui/Link/Link.tsx";
import { repliesLine } from "./replies.ts";
import type { Replies } from "./replies.ts";
import outward from "../../ui/Outward/outward.module.css";

export function LinkReplies({ replies, now }: { replies: Replies; now: Date }) {
  return (
    <section aria-label="Replies">
      <h2 className={outward.label}>Replies</h2>
      <div className={outward.line}>
        <p className={outward.hint} role="status">
          {repliesLine(replies, now)}
        </p>
        <Button
          component={Link}
          href={`/messages/requests/${replies.id}`}
          variant="default"
          size="xs"
          leftSection={<IconMessageReply size={16} stroke={1.75} />}
        >
          Show replies
        </Button>
      </div>
    </section>
  );
}
