/**
 * What is fetched when it is first needed, and may not come: the line is gone, or the server has another version by now. The
 * page stays as it is meanwhile, says that something is missing, and asks for it again when there is a line or somebody
 * presses. Without this React would take the whole page away, with everything that was typed into it.
 */
import { lazy } from "react";

let missing: readonly (() => void)[] = [];
const hearers = new Set<() => void>();

function keep(next: readonly (() => void)[]): void {
  missing = next;
  for (const hear of hearers) hear();
}

/** Whether something that is needed did not come. */
export function isMissing(): boolean {
  return missing.length > 0;
}

/** Called when that changes. Gives back how to stop listening. */
export function onMissing(hear: () => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** Ask again for everything that did not come. */
export function askAgain(): void {
  const again = missing;
  if (again.length === 0) return;
  keep([]);
  for (const ask of again) ask();
}

/** What `load` gives, with its style sheets, however often they have to be asked for. Never fails. */
export async function arrived<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      const module = await load();
      await sheetsAgain();
      return module;
    } catch {
      await new Promise<void>((again) => keep([...missing, again]));
    }
  }
}

/** React's `lazy` for a component that may not come at once. */
export const later: typeof lazy = (load) => lazy(() => arrived(load));

let lostSheets: readonly HTMLLinkElement[] = [];

/** Whoever loads a part asks once for its style sheets, so those that did not come are asked for here. */
async function sheetsAgain(): Promise<void> {
  const lost = lostSheets;
  lostSheets = [];
  await Promise.all(
    lost.map(
      (link) =>
        new Promise<void>((resolve, reject) => {
          const again = link.cloneNode() as HTMLLinkElement;
          again.addEventListener("load", () => resolve());
          again.addEventListener("error", () => reject(new Error("A style sheet did not come.")));
          document.head.append(again);
        }),
    ),
  );
}

/** Notes from now on which style sheets do not come. Such errors are heard only on their way down. */
export function watchSheets(): void {
  addEventListener(
    "error",
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement && target.rel === "stylesheet")) return;
      target.remove();
      lostSheets = [...lostSheets, target];
    },
    true,
  );
}
