/** The message: its text, what came along, how often it can be opened still, and deleting it. Loaded before the claim. */
import { IconBookmark, IconEye, IconKey, IconTrash } from "@tabler/icons-react";
import { useId, useState } from "react";
import MarkdownText from "../features/messages/MarkdownText.tsx";
import { itemLine, type ItemFacts } from "../items/itemWords.ts";
import type { AskCode } from "../items/useCode.ts";
import { itemTime } from "../lib/dates.ts";
import { firstName } from "../lib/names.ts";
import { plural } from "../lib/names.ts";
import { Dialog } from "./Dialog.tsx";
import { Field } from "./Field.tsx";
import { FileRow } from "./FileRow.tsx";
import type { Opening } from "./opening.ts";
import { Sender } from "./Sender.tsx";
import type { Shown } from "./states.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import items from "../items/items.module.css";
import floating from "./floating.module.css";
import classes from "./outside.module.css";

interface MessageCardProps {
  opening: Opening;
  state: Shown;
}

export default function MessageCard({ opening, state }: MessageCardProps) {
  const { message } = state;
  const heading = useHeadingFocus();
  const [isAsking, setAsking] = useState(false);
  const [ask] = useState(() => (secret: string) => opening.files()?.verbs.secretCode(secret) ?? Promise.resolve(null));
  return (
    <>
      <article className={classes.card} data-wide>
        <Sender {...message.from} end={<p className={classes.sent}>Sent {sentAt(message.sent)}</p>} />
        <h1 ref={heading} tabIndex={-1}>
          {message.subject === "" ? "(no subject)" : message.subject}
        </h1>
        {message.isMarkdown ? <MarkdownText text={message.body} /> : <p className={classes.plain}>{message.body}</p>}
        <div className={items.cards}>
          {message.items.map((item, at) => (
            // Titles may repeat: only their place tells them apart.
            <ItemCard key={`${at} ${item.title}`} item={item} ask={ask} />
          ))}
          {message.files.map((file, index) => (
            <FileRow key={file.blob} opening={opening} index={index} file={file} />
          ))}
        </div>
        <div className={classes.end}>
          <p>
            <IconEye size={18} stroke={1.75} aria-hidden="true" /> <ViewsLeft count={state.viewsLeft} />
          </p>
          <button type="button" className={classes.danger} onClick={() => setAsking(true)}>
            <IconTrash size={18} stroke={1.75} aria-hidden="true" /> I have it, delete now
          </button>
        </div>
      </article>
      <p className={classes.below}>
        Save what you need before you close this page. It locks after 10 minutes without use, or 2 minutes behind
        another tab. Names are as the sender gave them.
      </p>
      {isAsking && <DeleteDialog opening={opening} state={state} onClose={() => setAsking(false)} />}
    </>
  );
}

function sentAt(sent: string): string {
  const said = itemTime(new Date(sent), new Date());
  return said.startsWith("Today") || said.startsWith("Yesterday") ? said.charAt(0).toLowerCase() + said.slice(1) : said;
}

function ViewsLeft({ count }: { count: number | null }) {
  if (count === null) return <span>Can be opened again until it expires</span>;
  if (count === 0) return <span>This was the last view</span>;
  return (
    <span>
      <strong>{plural(count, "view", "views")} left</strong> after this one
    </span>
  );
}

function ItemCard({ item, ask }: { item: ItemFacts; ask: (secret: string) => ReturnType<AskCode> }) {
  const id = useId();
  const Icon = item.from === "new" ? IconKey : IconBookmark;
  return (
    <section className={items.card} aria-labelledby={id}>
      <div className={items.head}>
        <span className={items.tile} data-from={item.from} aria-hidden="true">
          <Icon size={19} stroke={1.75} />
        </span>
        <div className={items.titles}>
          <h2 id={id}>{item.title}</h2>
          <p>{itemLine(item)}</p>
        </div>
      </div>
      {item.fields.length > 0 && (
        <dl className={items.fields}>
          {item.fields.map((field, at) => (
            <Field key={`${at} ${field.f}`} field={field} ask={ask} />
          ))}
        </dl>
      )}
    </section>
  );
}

function DeleteDialog({ opening, state, onClose }: MessageCardProps & { onClose: () => void }) {
  const { deleting, message } = state;
  return (
    <Dialog title="Delete this message for everybody?" onClose={onClose}>
      <p>
        Nobody can open its link any more, and {firstName(message.from.name)} sees that it was deleted. What you copied
        or downloaded stays with you.
      </p>
      {typeof deleting === "object" && (
        <p role="alert" className={classes.problem}>
          {deleting.problem}
        </p>
      )}
      <div className={floating.dialogEnd}>
        <button type="button" className={classes.secondary} onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className={classes.dangerFilled}
          disabled={deleting === "now"}
          onClick={() => void opening.delete()}
        >
          Delete now
        </button>
      </div>
    </Dialog>
  );
}
