/** The sheet of keys. It lists what exists, nothing else. */
import { Modal } from "@mantine/core";
import { Fragment } from "react";
import classes from "./Shell.module.css";

const KEYS: [keys: string, action: string][] = [
  ["j  k", "Next, previous message"],
  ["o  Enter", "Open"],
  ["u", "Mark unread"],
  ["#  Delete", "Delete"],
  ["x", "Select"],
  ["r  a", "Reply, reply all"],
  ["c  Shift E  Shift L  Shift R", "New message, by email, shareable link, request"],
  ["Ctrl Enter", "Send"],
  ["n  e  v", "New entry, edit, move the open one"],
  ["/", "Search My entries"],
  ["g i  g s  g l  g r  g e  g p", "Go to Inbox, Sent, Shared links, Requests, Entries, People"],
  ["Ctrl Alt L", "Lock now"],
  ["Esc", "Close, go back"],
  ["?", "This list"],
];

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Modal opened={opened} onClose={onClose} title="Shortcuts" size={420} closeButtonProps={{ "aria-label": "Close" }}>
      <dl className={classes.keys}>
        {KEYS.map(([keys, action]) => (
          <Fragment key={keys}>
            <dt>
              {keys.split("  ").map((key) => (
                <kbd key={key}>{mac ? key.replace("Ctrl Alt", "⌘ Ctrl").replace("Ctrl E", "⌘ E") : key}</kbd>
              ))}
            </dt>
            <dd>{action}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
