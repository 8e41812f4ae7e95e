/** What many go to next, made ready while nothing else is to be done: a moment after the first page is there. */
import { useEffect } from "react";
import { keyring } from "../keys/keyring.ts";
import { ahead } from "../ui/ahead.ts";

const entries = ahead(() => import("./entries.tsx"));

export const EntriesRoute = entries.lazy((module) => module.EntriesRoute);
export const EntriesSection = entries.lazy((module) => module.EntriesSection);

/** The page of entries, its long list, what draws tooltips, and in the worker the entries that this device keeps, opened; nothing of them leaves it. */
async function fetchAhead(): Promise<void> {
  await entries.fetch();
  await import("../ui/MessageList/LongLines.tsx");
  await import("../ui/Tooltip/Words.tsx");
  await keyring().entriesWanted();
}

/** By then the first page has asked the worker for what it shows. */
const MOMENT_MS = 300;

export function useAhead(): void {
  useEffect(() => {
    // Without an answer now, it is fetched when it is shown.
    const timer = setTimeout(() => void fetchAhead().catch(() => undefined), MOMENT_MS);
    return () => clearTimeout(timer);
  }, []);
}
