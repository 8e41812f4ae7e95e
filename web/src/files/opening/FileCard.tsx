/** A file that can be opened: its name, how getting it goes, its download and, where that is safe, a preview. */
import { Button, Progress } from "@mantine/core";
import { IconDownload, IconEye, IconX } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import type { ReactNode } from "react";
import { fileSize, shownFileName } from "../../lib/fileNames.ts";
import { IconButton } from "../../ui/IconButton/IconButton.tsx";
import { later } from "../../ui/later/later.ts";
import { Row } from "../../ui/Rows/Rows.tsx";
import { fileIcon } from "../FileRows.tsx";
import { previewKind } from "./previewing.ts";
import type { NamedFile } from "./previewing.ts";
import { useDownload } from "./useDownload.ts";
import type { FileSource, Getting } from "./useDownload.ts";

const Preview = later(() => import("./Preview.tsx"));

interface FileCardProps {
  file: NamedFile;
  source: FileSource;
  /** What else can be done with it, while it is not on its way. */
  more?: ReactNode;
}

export function FileCard({ file, source, more }: FileCardProps) {
  const { state, save, get, cancel } = useDownload(file.name, source);
  const [shown, setShown] = useState<Blob | null>(null);
  const name = shownFileName(file.name);
  const kind = previewKind(file);
  const isBusy = state.phase === "getting" || state.phase === "paused";
  const preview = () => void get().then(setShown);
  return (
    <>
      <Row
        tile
        lead={fileIcon(file.name)}
        title={name}
        text={<Words state={state} size={file.size} name={name} />}
        {...(state.phase === "failed" ? { textTone: "danger" as const } : {})}
        end={
          isBusy ? (
            <IconButton label={`Stop getting ${name}`} icon={<IconX size={18} />} onClick={cancel} />
          ) : (
            <>
              {kind !== null && <IconButton label={`Preview ${name}`} icon={<IconEye size={18} />} onClick={preview} />}
              <Button
                variant="default"
                leftSection={<IconDownload size={17} stroke={1.75} />}
                aria-label={`Download ${name}`}
                onClick={save}
              >
                Download
              </Button>
              {more}
            </>
          )
        }
      />
      {shown !== null && kind !== null && (
        <Suspense>
          <Preview name={name} kind={kind} content={shown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </>
  );
}

function Words({ state, size, name }: { state: Getting; size: number; name: string }) {
  if (state.phase === "failed") return <span role="alert">{state.problem}</span>;
  if (state.phase === "paused") return "Paused, offline";
  if (state.phase === "none") return `File · ${fileSize(size)}`;
  return (
    <>
      {state.done < size ? `Getting · ${fileSize(state.done)} of ${fileSize(size)}` : "Unlocking"}
      <Progress value={(state.done / Math.max(1, size)) * 100} size={4} mt={6} aria-label={`Getting ${name}`} />
    </>
  );
}
