/** Files let go where no message is being written begin one. */
import { bring } from "./brought.ts";
import { DropHint } from "./DropHint.tsx";
import { useWindowFiles } from "./useWindowFiles.ts";

/** `onBrought` opens a new message, which takes the files. */
export function DropAnywhere({ onBrought }: { onBrought: () => void }) {
  const isOver = useWindowFiles((dropped) => {
    // A dialog is not left, with what is typed in it, for files that missed it.
    if (document.querySelector('[role="dialog"]') !== null) return;
    bring(dropped);
    onBrought();
  });
  return <DropHint isShown={isOver} />;
}
