/** The message: its text, what came along, how often it can be opened still, and deleting it. Loaded before the claim. */
import { IconArrowBackUp, IconBookmark, IconEye, IconKey, IconTrash } from "@tabler/icons-react";
import { useId, useState } from "react";
import MarkdownText from "../features/messages/MarkdownText.tsx";
import type { ItemFacts } from "../items/itemWords.ts";
import type { AskCode } from "../items/useCode.ts";
import { firstName } from "../lib/names.ts";
import { Dialog } from "./Dialog.tsx";
import { Field } from "./Field.tsx";
import { FileRow } from "./FileRow.tsx";
import type { Opening } from "./opening.ts";
import { Sender } from "./Sender.tsx";
import type { Shown } from "./states.ts";
import { useHeadingFocus } from "./useHeadingFocus.ts";
import type { Words } from "./words/en.ts";
import { useWords } from "./words/language.ts";
import { sentWords } from "./words/times.ts";
import items from "../items/items.module.css";
import floating from "./floating.module.css";
import classes from "./outside.module.css";

interface MessageCardProps {
  opening: Opening;
  state: Shown;
}

export default function MessageCard({ opening, state }: MessageCardProps) {
  const { message } = state;
  const said = useWords();
  const heading = useHeadingFocus();
  const [isAsking, setAsking] = useState(false);
  const [ask] = useState(() => (secret: string) => opening.files()?.verbs.secretCode(secret) ?? Promise.resolve(null));
  return (
    <>
      <article className={classes.card} data-wide>
        <Sender
          {...message.from}
          end={<p className={classes.sent}>{sentWords(new Date(message.sent), new Date(), said)}</p>}
        />
        <h1 ref={heading} tabIndex={-1}>
          {message.subject === "" ? said.message.noSubject : message.subject}
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
          <span className={classes.acts}>
            {message.reply !== null && <Reply path={message.reply} onFollow={() => opening.replies()} />}
            <button type="button" className={classes.danger} onClick={() => setAsking(true)}>
              <IconTrash size={18} stroke={1.75} aria-hidden="true" /> {said.message.delete}
            </button>
          </span>
        </div>
      </article>
      <p className={classes.below}>
        {said.message.save}
        {message.reply !== null && ` ${said.message.saveReply}`}
      </p>
      {isAsking && <DeleteDialog opening={opening} state={state} onClose={() => setAsking(false)} />}
    </>
  );
}

/** The message stays where it is: the answer is written in a tab of its own, to which nothing of this one is told. */
function Reply({ path, onFollow }: { path: string; onFollow: () => void }) {
  const { message } = useWords();
  return (
    <a className={classes.secondary} href={path} target="_blank" rel="noopener noreferrer" onClick={onFollow}>
      <IconArrowBackUp size={18} stroke={1.75} aria-hidden="true" /> {message.reply}
      <span className="sp-hidden">{message.replyTab}</span>
    </a>
  );
}

function ViewsLeft({ count }: { count: number | null }) {
  const { message } = useWords();
  if (count === null) return <span>{message.uncounted}</span>;
  if (count === 0) return <span>{message.lastView}</span>;
  const [left, after] = message.viewsLeft(count);
  return (
    <span>
      <strong>{left}</strong>
      {after}
    </span>
  );
}

function ItemCard({ item, ask }: { item: ItemFacts; ask: (secret: string) => ReturnType<AskCode> }) {
  const id = useId();
  const { items: said } = useWords();
  const Icon = item.from === "new" ? IconKey : IconBookmark;
  return (
    <section className={items.card} aria-labelledby={id}>
      <div className={items.head}>
        <span className={items.tile} data-from={item.from} aria-hidden="true">
          <Icon size={19} stroke={1.75} />
        </span>
        <div className={items.titles}>
          <h2 id={id}>{item.title}</h2>
          <p>{lineOf(item, said)}</p>
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

/** The line under the title. */
function lineOf({ from, kind, fields }: ItemFacts, said: Words["items"]): string {
  const kinds: Readonly<Record<string, string>> = said.kinds;
  return from === "new" ? said.credentials : said.entry(kinds[kind] ?? said.kinds.other, fields.length);
}

function DeleteDialog({ opening, state, onClose }: MessageCardProps & { onClose: () => void }) {
  const { deleting, message } = state;
  const said = useWords();
  return (
    <Dialog title={said.message.deleteTitle} onClose={onClose}>
      <p>{said.message.deleteText(firstName(message.from.name))}</p>
      {typeof deleting === "object" && (
        <p role="alert" className={classes.problem}>
          {deleting.problem}
        </p>
      )}
      <div className={floating.dialogEnd}>
        <button type="button" className={classes.secondary} onClick={onClose}>
          {said.page.cancel}
        </button>
        <button
          type="button"
          className={classes.dangerFilled}
          disabled={deleting === "now"}
          onClick={() => void opening.delete()}
        >
          {said.message.deleteNow}
        </button>
      </div>
    </Dialog>
  );
}
