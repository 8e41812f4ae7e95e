/** Whether the stream of events has a line to the server, for the pages below. */
import { createContext, use } from "react";

export const OnlineContext = createContext(true);

export function useIsOnline(): boolean {
  return use(OnlineContext);
}
