/**
 * Takes what stands after `#` out of the address before anything else of the app runs: it is a code that opens an account,
 * and must not stay in the history, in a title, or in what is copied from the address bar. The same when a code is put
 * behind the address of a page that is open: browsers do not load it again. Under `/entries` it is the name of a folder,
 * which opens nothing and stays, so that a page loaded again shows the same.
 */
let held: string | null = null;
const listeners = new Set<() => void>();

function take(): void {
  if (location.hash.length <= 1 || location.pathname.startsWith("/entries/")) return;
  held = location.hash.slice(1);
  history.replaceState(history.state, "", `${location.pathname}${location.search}`);
  for (const listener of listeners) listener();
}

take();
addEventListener("hashchange", take);

/** The code that came with the address; the same for every call until another one comes. */
export function takenFragment(): string | null {
  return held;
}

/** Hear of another code. Gives back how to stop hearing of it. */
export function onFragment(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
