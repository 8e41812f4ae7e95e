/** The files of an open message. */
import { FileCard } from "../../../files/opening/FileCard.tsx";
import type { OpenFile } from "../../../mailbox/model.ts";
import { Rows } from "../../../ui/Rows/Rows.tsx";
import { sourceOf } from "./source.ts";

export function FileCards({ mid, files }: { mid: string; files: readonly OpenFile[] }) {
  if (files.length === 0) return null;
  return (
    <Rows label="Files">
      {files.map((file) => (
        <FileCard key={file.index} file={file} source={sourceOf(mid, file.index)} />
      ))}
    </Rows>
  );
}
