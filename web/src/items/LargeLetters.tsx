/** A secret in large letters: each character in a numbered cell with its word, to be read out or typed elsewhere. */
import { Modal } from "@mantine/core";
import { spelled } from "../lib/spelling.ts";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import classes from "./items.module.css";

export function LargeLetters({ name, value, onClose }: { name: string; value: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={name} size={720} closeButtonProps={{ "aria-label": "Close" }}>
      <ol className={classes.letters}>
        {Array.from(value).map((character, at) => (
          // A place has no other name than its number.
          <li key={`${at} ${character}`}>
            <span className={classes.place} aria-hidden="true">
              {at + 1}
            </span>
            <span className={classes.letter} aria-hidden="true">
              <SecretText text={character === " " ? "␣" : character} />
            </span>
            <span className={classes.word}>{character === "\n" ? "new line" : spelled(character)}</span>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
