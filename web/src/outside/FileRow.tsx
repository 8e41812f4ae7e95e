/** A file of the message: its name, how getting it goes, and its download. */
import { IconDownload, IconFile, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { fileSize, shownFileName } from "../lib/fileNames.ts";
import { fileProblemWords, saveFile, type DownloadState } from "./fetching.ts";
import type { Opening } from "./opening.ts";
import { useWords } from "./words/language.ts";
import items from "../items/items.module.css";
import classes from "./outside.module.css";

type Getting = DownloadState | { readonly phase: "none" } | { readonly phase: "failed"; readonly problem: string };

interface FileRowProps {
  opening: Opening;
  index: number;
  file: { readonly name: string; readonly size: number };
}

export function FileRow({ opening, index, file }: FileRowProps) {
  const [state, setState] = useState<Getting>({ phase: "none" });
  const running = useRef<AbortController | null>(null);
  // What is no longer shown is no longer fetched.
  useEffect(() => () => running.current?.abort(), []);
  const name = shownFileName(file.name);
  const { files } = useWords();
  const isBusy = state.phase === "getting" || state.phase === "paused";
  const save = async () => {
    const call = new AbortController();
    running.current = call;
    setState({ phase: "getting", done: 0 });
    try {
      await saveFile(opening, index, call.signal, setState);
      setState({ phase: "none" });
    } catch (problem) {
      setState(call.signal.aborted ? { phase: "none" } : { phase: "failed", problem: fileProblemWords(problem) });
    }
  };
  return (
    <section className={`${items.card ?? ""} ${items.head ?? ""}`} aria-label={name}>
      <span className={`${items.tile ?? ""} ${classes.fileTile ?? ""}`} aria-hidden="true">
        <IconFile size={19} stroke={1.75} />
      </span>
      <div className={items.titles}>
        <h2>{name}</h2>
        <Words state={state} size={file.size} name={name} />
      </div>
      <div className={items.headEnd}>
        {isBusy ? (
          <button
            type="button"
            className={classes.secondary}
            aria-label={files.stopOf(name)}
            onClick={() => running.current?.abort()}
          >
            <IconX size={17} stroke={1.75} aria-hidden="true" /> {files.stop}
          </button>
        ) : (
          <button
            type="button"
            className={classes.secondary}
            aria-label={files.downloadOf(name)}
            onClick={() => void save()}
          >
            <IconDownload size={17} stroke={1.75} aria-hidden="true" /> {files.download}
          </button>
        )}
      </div>
    </section>
  );
}

function Words({ state, size, name }: { state: Getting; size: number; name: string }) {
  const { files } = useWords();
  if (state.phase === "failed")
    return (
      <p role="alert" className={classes.problem}>
        {state.problem}
      </p>
    );
  if (state.phase === "paused") return <p>{files.paused}</p>;
  if (state.phase === "none") return <p>{fileSize(size, files.sizes)}</p>;
  return (
    <p>
      {state.done < size
        ? files.progress(fileSize(state.done, files.sizes), fileSize(size, files.sizes))
        : files.unlocking}
      <progress className={classes.bar} max={Math.max(1, size)} value={state.done} aria-label={files.getting(name)} />
    </p>
  );
}
