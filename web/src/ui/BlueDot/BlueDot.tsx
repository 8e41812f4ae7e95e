/** The unread dot. Colour is never the only sign: whoever shows it also says "unread" in words or weight. */
import classes from "./BlueDot.module.css";

/** `corner` sits on the upper right of the icon before it. */
export function BlueDot({ corner = false }: { corner?: boolean }) {
  return <span className={classes.root} data-corner={corner || undefined} data-testid="blue-dot" aria-hidden="true" />;
}
