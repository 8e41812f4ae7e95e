/** One answer from outside in the reader: what came, and that nobody signed it. Or what stands in for one that did not open. */
import { Button } from "@mantine/core";
import { IconWorld } from "@tabler/icons-react";
import { Suspense } from "react";
import { FileCard } from "../../../files/opening/FileCard.tsx";
import { ItemCards } from "../../../items/ItemCards.tsx";
import { useItemSaving } from "../../../items/useSaving.ts";
import { itemTime } from "../../../lib/dates.ts";
import { plural } from "../../../lib/names.ts";
import { answerSubject } from "../../../mailbox/answerActs.ts";
import { later } from "../../../ui/later/later.ts";
import { Link } from "../../../ui/Link/Link.tsx";
import { PageHeading } from "../../../ui/Page/Page.tsx";
import { Rows } from "../../../ui/Rows/Rows.tsx";
import { SkeletonItem, State } from "../../../ui/States/States.tsx";
import { Chip } from "../../../ui/Strip/Strip.tsx";
import { ExpiryStrip } from "../../../ui/Strip/ExpiryStrip.tsx";
import { answerFile, useAnswer } from "./useAnswer.ts";
import type { AnswerFacts, Arrived, ShownAnswer } from "./useAnswer.ts";
import classes from "./answers.module.css";

const SaveDialog = later(() => import("../../../items/SaveDialog.tsx"));

const CLOSED: Record<Exclude<ShownAnswer["state"], "loading" | "opened">, { title: string; text: string }> = {
  gone: { title: "This answer is not there any more", text: "It was deleted, or it has expired." },
  failed: { title: "This answer did not load", text: "The server did not answer." },
  forged: {
    title: "This answer was not written with your link",
    text: "Whoever wrote it did not have the key in the link that you passed on. It stays closed. Delete it, and tell an administrator.",
  },
  damaged: { title: "This answer was damaged on the way", text: "It does not open. Ask for it again." },
  newer: { title: "This answer needs a newer version", text: "Reload Waxpost and open it again." },
  "no-key": { title: "This answer was locked with a key you no longer have", text: "Nobody can open it here." },
};

export default function AnswerPage({ mid, now }: { mid: string; now: Date }) {
  const { shown, retry } = useAnswer(mid);
  if (shown.state === "opened") return <AnswerView answer={shown.answer} arrived={shown.arrived} now={now} />;
  if (shown.state === "loading")
    return (
      <>
        <h1 className="sp-hidden" tabIndex={-1}>
          Answer
        </h1>
        <SkeletonItem label="Opening the answer" />
      </>
    );
  const { title, text } = CLOSED[shown.state];
  const again = shown.state === "failed" ? <Button onClick={retry}>Try again</Button> : undefined;
  return (
    <>
      <h1 className="sp-hidden" tabIndex={-1}>
        Answer
      </h1>
      <State alert {...{ title, text }} {...(again === undefined ? {} : { actions: again })} />
    </>
  );
}

function AnswerView({ answer, arrived, now }: { answer: AnswerFacts; arrived: Arrived; now: Date }) {
  const { link, asker, body, items, files } = answer;
  const { others } = arrived;
  return (
    <article className={classes.answer}>
      <PageHeading title="Answer">{answerSubject(answer)}</PageHeading>
      <p className={classes.chips}>
        <Chip icon={<IconWorld size={13} stroke={2} />}>From outside</Chip>
      </p>
      <div className={classes.sender}>
        <span className={classes.globe} aria-hidden="true">
          <IconWorld size={20} stroke={1.75} />
        </span>
        <div className={classes.senderText}>
          <strong>
            {link === null || asker !== null ? "From whoever had this link" : "From whoever opened your link"}
          </strong>
          <p>
            Nobody signed it. It came from the network {arrived.network}.{" "}
            {others === 0 ? "Only you can read it." : `You and ${plural(others, "other", "others")} can read it.`}
            {link !== null && asker === null && (
              <>
                {" "}
                <Link href={`/messages/links/${link}`}>Show the link</Link>
              </>
            )}
          </p>
        </div>
        <time dateTime={arrived.at.toISOString()} title={arrived.at.toISOString()}>
          {itemTime(arrived.at, now)}
        </time>
      </div>
      {arrived.expiresAt !== null && <ExpiryStrip expiresAt={arrived.expiresAt} sentAt={arrived.at} />}
      {body !== "" && (
        <p className={classes.text} data-testid="answer-text" dir="auto">
          {body}
        </p>
      )}
      {items.length + files.length > 0 && <Enclosures answer={answer} />}
    </article>
  );
}

function Enclosures({ answer }: { answer: AnswerFacts }) {
  const { mid, items, files } = answer;
  const saving = useItemSaving(mid, items);
  return (
    <section className={classes.enclosures} aria-label="Attachments">
      <h2>{plural(items.length + files.length, "attachment", "attachments")}</h2>
      {items.length > 0 && <ItemCards items={items} saving={saving} />}
      {files.length > 0 && (
        <Rows label="Files">
          {files.map(({ name, size }, index) => (
            <FileCard key={index} file={{ name, size }} source={answerFile(mid, index)} />
          ))}
        </Rows>
      )}
      {saving.asked !== null && (
        <Suspense>
          <SaveDialog
            titles={saving.asked.map((index) => items[index]?.title ?? "")}
            onSave={saving.save}
            onClose={saving.close}
          />
        </Suspense>
      )}
    </section>
  );
}
