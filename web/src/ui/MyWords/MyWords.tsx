/** The eight words of the own key, numbered for reading aloud. */
import classes from "./MyWords.module.css";

export function MyWords({ words }: { words: readonly string[] }) {
  return (
    <ol className={classes.words} aria-label="Your eight words">
      {words.map((word, index) => (
        <li key={index}>
          <span className={classes.number} aria-hidden="true">
            {index + 1}
          </span>
          {word}
        </li>
      ))}
    </ol>
  );
}
