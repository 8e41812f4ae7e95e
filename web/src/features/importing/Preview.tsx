/** What an import is going to take, what not and why, and what is there already. No covered value is shown. */
import { Button, Checkbox } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { KindTile } from "../../entries/kinds.tsx";
import { kindName } from "../../items/itemWords.ts";
import { shownFileName } from "../../lib/fileNames.ts";
import { plural } from "../../lib/names.ts";
import { placeWords, sourceName, wantedCount, whyWords } from "./words.ts";
import type { ImportPreview } from "./words.ts";
import classes from "./importing.module.css";

interface PreviewProps {
  name: string;
  preview: ImportPreview;
  onImport: (withDuplicates: boolean) => void;
  onBack: () => void;
}

interface FoldedProps {
  title: string;
  lines: readonly { readonly name: string; readonly text: string }[];
  /** How many there are in all. */
  count: number;
}

/** A list that opens under its heading. */
function Folded({ title, lines, count }: FoldedProps) {
  if (count === 0) return null;
  return (
    <details className={classes.folded}>
      <summary>
        <IconChevronRight size={16} aria-hidden="true" />
        {title}
      </summary>
      <ul>
        {lines.map(({ name, text }, at) => (
          // Two rows may say the same; their order never changes.
          <li key={at}>
            <span className={classes.place}>{name}</span>
            {text !== "" && <span className={classes.quiet}>{text}</span>}
          </li>
        ))}
        {count > lines.length && <li className={classes.quiet}>and {plural(count - lines.length, "more", "more")}</li>}
      </ul>
    </details>
  );
}

function Kinds({ preview }: { preview: ImportPreview }) {
  return (
    <ul className={classes.kinds} aria-label="Types of entries">
      {preview.kinds.map(({ name, count }) => (
        <li key={name}>
          <KindTile kind={name} />
          <span>
            {kindName(name)} <span className={classes.quiet}>{count.toLocaleString("en")}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Preview({ name, preview, onImport, onBack }: PreviewProps) {
  const [withDuplicates, setWithDuplicates] = useState(false);
  const { source, folders, leftOut, remarks, duplicates } = preview;
  const wanted = wantedCount(preview, withDuplicates);
  return (
    <>
      <div className={classes.body}>
        <h3 className={classes.heading} tabIndex={-1} data-autofocus>
          {plural(preview.count, "entry", "entries")} from {sourceName(source)}
        </h3>
        <p className={classes.quiet}>{shownFileName(name)}. Nothing is saved yet.</p>
        <Kinds preview={preview} />
        {duplicates.count > 0 && (
          <Checkbox
            label={`Take ${plural(duplicates.count, "duplicate", "duplicates")}, too`}
            description="Same title, username, website and secret as an entry that you have, or as one above it in the file."
            checked={withDuplicates}
            onChange={(event) => setWithDuplicates(event.currentTarget.checked)}
          />
        )}
        <Folded
          title={plural(duplicates.count, "duplicate", "duplicates")}
          count={duplicates.count}
          lines={duplicates.first.map((title) => ({ name: title, text: "" }))}
        />
        <Folded
          title={`In ${plural(folders.length, "folder", "folders")}`}
          count={folders.length}
          lines={folders.map((folder) => ({ name: folder.name, text: plural(folder.count, "entry", "entries") }))}
        />
        <Folded
          title={`${plural(leftOut.count, "is", "are")} not taken`}
          count={leftOut.count}
          lines={leftOut.first.map((one) => ({ name: placeWords(one, source), text: whyWords(one) }))}
        />
        <Folded
          title={`${plural(remarks.count, "thing stays", "things stay")} behind`}
          count={remarks.count}
          lines={remarks.first.map((one) => ({ name: placeWords(one, source), text: whyWords(one) }))}
        />
      </div>
      <div className={classes.foot}>
        <Button variant="subtle" color="gray" onClick={onBack}>
          Choose another file
        </Button>
        <Button onClick={() => onImport(withDuplicates)} disabled={wanted === 0}>
          {wanted === 0 ? "Nothing new to import" : `Import ${plural(wanted, "entry", "entries")}`}
        </Button>
      </div>
    </>
  );
}
