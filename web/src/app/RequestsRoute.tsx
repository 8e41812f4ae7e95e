/** Requests to people outside: their list, one of them, and the window for a new one. */
import { RequestsPage } from "../features/requests/RequestsPage.tsx";
import { usePathPart } from "./address.ts";
import { useNow } from "./useClock.ts";

export default function RequestsRoute() {
  return <RequestsPage id={usePathPart("id") ?? null} now={useNow()} />;
}
