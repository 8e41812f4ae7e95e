/** In the place of a page of which a part did not come. */
import { words } from "./words/language.ts";
import classes from "./outside.module.css";

export function NotLoaded({ onRetry }: { onRetry: () => void }) {
  const { page, problems } = words();
  return (
    <main className={classes.main}>
      <section className={classes.card} role="alert">
        <h1>{problems.offline}</h1>
        <button type="button" className={classes.primary} onClick={onRetry}>
          {page.tryAgain}
        </button>
      </section>
    </main>
  );
}
