/** What came along with a message, under its text. Loaded only for messages that carry something. */
import { Button } from "@mantine/core";
import { Suspense } from "react";
import { ItemCards } from "../../items/ItemCards.tsx";
import { useItemSaving } from "../../items/useSaving.ts";
import { plural } from "../../lib/names.ts";
import type { OpenMessage } from "../../mailbox/model.ts";
import classes from "./files/files.module.css";
import { later } from "../../ui/later/later.ts";

const SaveDialog = later(() => import("../../items/SaveDialog.tsx"));
const FileCards = later(async () => ({ default: (await import("./files/FileCards.tsx")).FileCards }));

export default function Enclosures({ message }: { message: OpenMessage }) {
  const { mid, items, files } = message;
  const saving = useItemSaving(mid, items);
  const unsaved = items.flatMap((_, index) => (saving.saved.has(index) ? [] : [index]));
  return (
    <section className={classes.enclosures} aria-label="Attachments">
      <div className={classes.enclosuresHead}>
        <h2>{plural(items.length + files.length, "attachment", "attachments")}</h2>
        {unsaved.length > 1 && (
          <Button variant="transparent" size="compact-sm" px={0} onClick={() => saving.ask(unsaved)}>
            Save all to My entries
          </Button>
        )}
      </div>
      {items.length > 0 && <ItemCards items={items} saving={saving} />}
      {files.length > 0 && (
        <Suspense>
          <FileCards mid={mid} files={files} />
        </Suspense>
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
