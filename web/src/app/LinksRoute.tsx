/** Links for people outside: their list and one of them. */
import { LinksPage } from "../features/links/LinksPage.tsx";
import { usePathPart, useQueryPart } from "./address.ts";
import { useNow } from "./useClock.ts";

export default function LinksRoute() {
  const id = usePathPart("id");
  const { made } = useQueryPart();
  return <LinksPage id={id ?? null} isNew={made !== undefined} now={useNow()} />;
}
