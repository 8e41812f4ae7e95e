/** The files of a message that is being written, each with how it is doing. */
import { Button, Progress } from "@mantine/core";
import {
  IconCircleCheckFilled,
  IconDatabase,
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconFileUpload,
  IconFileZip,
  IconPhoto,
  IconX,
} from "@tabler/icons-react";
import { shownFileName } from "../lib/fileNames.ts";
import { IconButton } from "../ui/IconButton/IconButton.tsx";
import { Row } from "../ui/Rows/Rows.tsx";
import type { Doing, RefusedFile, ShownFiles } from "./filesModel.ts";
import { percentOf, stateWords } from "./filesModel.ts";
import { useRow } from "./useDoing.ts";
import classes from "./files.module.css";

const ICON = { size: 20, stroke: 1.75 };
/** Adding files. */
export const FILE_ICON = <IconFileUpload {...ICON} />;
const KINDS: [RegExp, React.ReactNode][] = [
  [/\.(png|jpe?g|gif|webp|avif|heic|svg|bmp|tiff?)$/i, <IconPhoto key="image" {...ICON} />],
  [/\.(zip|7z|rar|t?gz|xz|zst|bz2|tar)$/i, <IconFileZip key="archive" {...ICON} />],
  [/\.pdf$/i, <IconFileTypePdf key="pdf" {...ICON} />],
  [/\.(sql|sqlite3?|db|dump|mdb|accdb)$/i, <IconDatabase key="database" {...ICON} />],
  [/\.(docx?|odt|txt|md|rtf|csv|xlsx?|ods)$/i, <IconFileText key="text" {...ICON} />],
];

/** A picture for the kind of file, by the end of its name. */
export function fileIcon(name: string): React.ReactNode {
  return KINDS.find(([ending]) => ending.test(name))?.[1] ?? <IconFile {...ICON} />;
}

interface RowActions {
  onRemove: (id: number) => void;
  onTryAgain: (id: number) => void;
}

export function FileRows({ files, ...actions }: RowActions & { files: ShownFiles }) {
  return files.listed.map(({ id }) => <OneRow key={id} id={id} doing={files.doing} {...actions} />);
}

function OneRow({ id, doing, onRemove, onTryAgain }: RowActions & { id: number; doing: Doing }) {
  const row = useRow(doing, id);
  if (row === undefined) return null;
  const { name, size, state } = row;
  const percent = percentOf(state, size);
  const shown = shownFileName(name);
  const failed = state.phase === "failed";
  return (
    <Row
      tile
      lead={fileIcon(name)}
      title={shown}
      text={
        <>
          <span data-phase={state.phase}>{stateWords(state, size)}</span>
          {percent !== null && (
            <Progress
              value={percent}
              size={4}
              transitionDuration={0}
              color={state.phase === "uploading" ? "ink" : "gray"}
              className={classes.bar ?? ""}
              aria-label={`${state.phase === "uploading" ? "Uploading" : "Encrypting"} ${shown}`}
            />
          )}
        </>
      }
      {...(failed ? { textTone: "danger" as const } : {})}
      end={
        <>
          {state.phase === "ready" && <IconCircleCheckFilled size={20} className={classes.ready} aria-hidden="true" />}
          {failed && state.again && (
            <Button size="compact-sm" variant="subtle" onClick={() => onTryAgain(id)}>
              Try again
            </Button>
          )}
          <IconButton label={`Remove ${shown}`} icon={<IconX size={18} />} onClick={() => onRemove(id)} />
        </>
      }
    />
  );
}

export function RefusedRows({
  refused,
  onRemove,
}: {
  refused: readonly RefusedFile[];
  onRemove: (id: number) => void;
}) {
  return refused.map(({ id, name, short }) => (
    <Row
      key={id}
      tile
      lead={fileIcon(name)}
      title={shownFileName(name)}
      text={short}
      textTone="danger"
      end={
        <IconButton label={`Remove ${shownFileName(name)}`} icon={<IconX size={18} />} onClick={() => onRemove(id)} />
      }
    />
  ));
}
