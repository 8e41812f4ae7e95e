/**
 * Work that many events ask for: it begins at once, and what is asked for while it goes on becomes one more run after it.
 *
 * The answer ends with a run that began after it was asked for, and fails as that run does. A run is never cut short by the
 * next, so on a slow line each still shows something.
 */
export function gathered(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    next = null;
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return next ?? run();
    next ??= running.then(run, run);
    return next;
  };
}
