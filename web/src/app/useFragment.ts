/** The code that came with the address, as a page uses it; it begins anew when another one comes. */
import { useSyncExternalStore } from "react";
import { onFragment, takenFragment } from "./fragment.ts";

export function useFragment(): string | null {
  return useSyncExternalStore(onFragment, takenFragment);
}
