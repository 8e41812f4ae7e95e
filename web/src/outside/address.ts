/**
 * The address of a link: `/s/<id>#<code>`. The code is read first and taken out at once, before anything else runs, so that it
 * is not in the history, in a title, or in what is copied from the address bar. Nobody keeps it but the worker.
 */
export interface LinkAddress {
  /** What stands in the path, whether or not it is an id. */
  readonly id: string;
  /** What stood behind `#`; null when nothing did. */
  readonly fragment: string | null;
}

let taken: LinkAddress | null = take();

/** The address as it came, once: nothing of it stays here. */
export function takenAddress(): LinkAddress {
  const address = taken ?? take();
  taken = null;
  return address;
}

/** Call when somebody puts another code behind this very address: browsers do not load the page for it. */
export function onNewFragment(listener: (address: LinkAddress) => void): void {
  addEventListener("hashchange", () => {
    if (location.hash.length > 1) listener(take());
  });
}

function take(): LinkAddress {
  const fragment = location.hash.length > 1 ? location.hash.slice(1) : null;
  if (location.hash !== "" || location.search !== "") history.replaceState(null, "", location.pathname);
  return { id: location.pathname.replace(/^\/[rs]\//, ""), fragment };
}
