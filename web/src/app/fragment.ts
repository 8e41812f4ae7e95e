/**
 * Takes what stands after `#` out of the address before anything else of the app runs: it is a code that opens an account,
 * and must not stay in the history, in a title, or in what is copied from the address bar.
 */
let held: string | null = location.hash.length > 1 ? location.hash.slice(1) : null;

if (held !== null) history.replaceState(history.state, "", `${location.pathname}${location.search}`);

/** The code that came with the address; the same for every call. */
export function takenFragment(): string | null {
  return held;
}

/** After it was used: the page forgets it. */
export function forgetFragment(): void {
  held = null;
}
