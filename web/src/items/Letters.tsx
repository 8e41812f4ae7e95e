/** The characters of a secret in numbered cells, each with its word, in English unless `names` are given. */
import { ENGLISH_SPELLING, spelled, type SpellingNames } from "../lib/spelling.ts";
import { SecretText } from "../ui/SecretText/SecretText.tsx";
import classes from "./items.module.css";

export function Letters({ value, names = ENGLISH_SPELLING }: { value: string; names?: SpellingNames }) {
  return (
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
          <span className={classes.word}>{character === "\n" ? names.newLine : spelled(character, names)}</span>
        </li>
      ))}
    </ol>
  );
}
