/**
 * Eight fields for the words another person reads out, and the one button that compares them.
 *
 * The right words are never shown here, and nothing says which word was wrong: after a comparison that failed the first
 * field has the focus, whichever it was.
 */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import { WordFields } from "../WordFields/WordFields.tsx";
import type { Complete } from "../WordFields/WordFields.tsx";
import { Strip } from "../Strip/Strip.tsx";
import classes from "./KeyCheck.module.css";

interface KeyCheckProps {
  /** Whose words, in the form used inside a sentence: "Jonas". */
  who: string;
  instruction: ReactNode;
  complete: Complete;
  /** True when all eight are right. */
  onCheck: (words: string[]) => Promise<boolean>;
  /** Said after a comparison that failed. */
  wrong: ReactNode;
  /** Tries that are left; at 0 the fields close. */
  triesLeft: number;
  /** Typing begins here. */
  firstFocus?: boolean;
}

export function KeyCheck({ who, instruction, complete, onCheck, wrong, triesLeft, firstFocus = false }: KeyCheckProps) {
  const [words, setWords] = useState<string[]>([]);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const typed = words.filter((word) => word.length >= 3).length;
  const check = async () => {
    setBusy(true);
    const right = await onCheck(words);
    setBusy(false);
    setFailed(!right);
    if (!right) box.current?.querySelector("input")?.focus();
  };
  return (
    <div className={classes.box} ref={box}>
      <p className={classes.instruction}>{instruction}</p>
      <WordFields
        label={`Eight words of ${who}’s key`}
        words={words}
        onChange={setWords}
        complete={complete}
        disabled={triesLeft <= 0}
        firstFocus={firstFocus && triesLeft > 0}
      />
      {failed && (
        <Strip tone="danger" role="alert">
          {wrong}
        </Strip>
      )}
      <div className={classes.foot}>
        <span role="status">{typed} of 8 words typed</span>
        <Button
          variant="default"
          leftSection={<IconCheck size={17} stroke={1.75} />}
          disabled={typed < 8 || triesLeft <= 0}
          loading={busy}
          onClick={() => void check()}
        >
          Check words
        </Button>
      </div>
    </div>
  );
}
