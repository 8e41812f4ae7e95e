/** State of the import: choosing a file, reading it, asking for its password, looking, saving, done. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../../api/problems.ts";
import { dropImport, readImport, saveImport } from "./carrying.ts";
import type { Secrets } from "./carrying.ts";
import { isOpenToAll, unreadableSentence } from "./words.ts";
import type { ImportPreview } from "./words.ts";

export type ImportState =
  | { readonly at: "choosing"; readonly problem: string | null }
  | { readonly at: "reading"; readonly name: string }
  | { readonly at: "asking"; readonly file: File; readonly by: "keepass" | "waxpost"; readonly isWrong: boolean }
  | { readonly at: "looking"; readonly name: string; readonly preview: ImportPreview; readonly wasLocked: boolean }
  | { readonly at: "saving"; readonly saved: number; readonly all: number }
  /** Some are saved, and the rest waits for another try. */
  | { readonly at: "stuck"; readonly saved: number; readonly all: number; readonly problem: string }
  | { readonly at: "done"; readonly count: number; readonly isOpenToAll: boolean };

export interface Importing {
  readonly state: ImportState;
  choose: (files: readonly File[]) => void;
  unlock: (secrets: Secrets) => void;
  save: (withDuplicates: boolean) => void;
  /** Back to the choice of a file. */
  again: () => void;
}

/** Begins runs: only the newest has something to say. What was read is forgotten with the dialog. */
function useRuns(): () => () => boolean {
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current++;
      dropImport();
    },
    [],
  );
  return () => {
    const mine = ++run.current;
    return () => mine === run.current;
  };
}

export function useImport(): Importing {
  const client = useQueryClient();
  const [state, setState] = useState<ImportState>({ at: "choosing", problem: null });
  const begin = useRuns();
  const choice = useRef({ withDuplicates: false, isOpenToAll: false });
  const read = async (file: File, secrets: Secrets | null) => {
    const isNewest = begin();
    const set = (next: ImportState) => isNewest() && setState(next);
    set({ at: "reading", name: file.name });
    try {
      const answer = await readImport(file, secrets);
      if (answer.state === "unreadable") set({ at: "choosing", problem: unreadableSentence(answer.reason) });
      if (answer.state === "locked") set({ at: "asking", file, by: answer.by, isWrong: answer.isWrong });
      if (answer.state === "found")
        set({ at: "looking", name: file.name, preview: answer.preview, wasLocked: secrets !== null });
    } catch (problem) {
      set({ at: "choosing", problem: readingSentence(problem) });
    }
  };
  const save = async (before: { readonly saved: number; readonly all: number }) => {
    const isNewest = begin();
    let count = before;
    const tell = (saved: number, all: number) => {
      count = { saved, all };
      if (isNewest()) setState({ at: "saving", saved, all });
    };
    try {
      const all = await saveImport(client, choice.current.withDuplicates, tell);
      if (isNewest()) setState({ at: "done", count: all, isOpenToAll: choice.current.isOpenToAll });
    } catch (problem) {
      if (isNewest()) setState({ at: "stuck", ...count, problem: sentenceOf(problem) });
    }
  };
  return {
    state,
    choose: ([file]) => file !== undefined && void read(file, null),
    unlock: (secrets) => state.at === "asking" && void read(state.file, secrets),
    save: (withDuplicates) => {
      if (state.at === "looking") {
        const { source } = state.preview;
        choice.current = { withDuplicates, isOpenToAll: isOpenToAll(source, state.wasLocked) };
      }
      const before = state.at === "stuck" ? { saved: state.saved, all: state.all } : { saved: 0, all: 0 };
      setState({ at: "saving", ...before });
      void save(before);
    },
    again: () => {
      begin();
      dropImport();
      setState({ at: "choosing", problem: null });
    },
  };
}

function readingSentence(problem: unknown): string {
  // A file that was moved or changed since it was chosen.
  if (problem instanceof DOMException) return "The file could not be read. Choose it again.";
  return sentenceOf(problem);
}
