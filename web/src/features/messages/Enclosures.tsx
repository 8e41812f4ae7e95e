/** What came along with a message, under its text. Loaded only for messages that carry something. */
import { plural } from "../../lib/names.ts";
import type { OpenMessage } from "../../mailbox/model.ts";
import { FileCards } from "./files/FileCards.tsx";
import classes from "./files/files.module.css";

export default function Enclosures({ message }: { message: OpenMessage }) {
  return (
    <section className={classes.enclosures} aria-label="Attachments">
      <h2>{plural(message.files.length, "attachment", "attachments")}</h2>
      <FileCards mid={message.mid} files={message.files} />
    </section>
  );
}
