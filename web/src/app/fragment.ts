/**
 * Takes what stands after `#` out of the address before anything else of the app runs: it is a code that opens an account,
 * and must not stay in the history, in a title, or in what is copied from the address bar. Under `/entries` it is the name
 * of a folder, which opens nothing and stays, so that a page loaded again shows the same.
 */
const isCode = location.hash.length > 1 && !location.pathname.startsWith("/entries/");
let held: string | null = isCode ? location.hash.slice(1) : null;

if (held !== null) history.replaceState(history.state, "", `${location.pathname}${location.search}`);

/** The code that came with the address; the same for every call. */
export function takenFragment(): string | null {
  return held;
}

/** After it was used: the page forgets it. */
export function forgetFragment(): void {
  held = null;
}
