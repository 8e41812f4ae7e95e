/** My entries: their page and their part of the section navigation. */
import { useLocationProperty } from "wouter/use-browser-location";
import { EntriesNav } from "../features/entries/EntriesNav.tsx";
import { EntriesPage } from "../features/entries/EntriesPage.tsx";
import { shelfOf } from "../features/entries/model.ts";
import { usePathPart } from "./address.ts";
import { NotFoundView } from "./NotFoundView.tsx";
import { useNow } from "./useClock.ts";

/** The name of a folder: behind `#`, so that no request ever carries it. */
function useFragment(): string {
  return useLocationProperty(() => location.hash);
}

export function EntriesRoute() {
  const list = usePathPart("list");
  const id = usePathPart("id");
  const now = useNow();
  const isNew = list === "new" && id === undefined;
  const shelf = shelfOf(isNew ? undefined : list, useFragment());
  if (shelf === null) return <NotFoundView />;
  const key = shelf.list === "folder" ? `folder ${shelf.folder}` : shelf.list;
  return <EntriesPage key={key} shelf={shelf} id={id ?? null} isNew={isNew} now={now} host={location.host} />;
}

export function EntriesSection({ path }: { path: string }) {
  const now = useNow();
  const fragment = useFragment();
  const list = path.split("/")[2];
  return <EntriesNav shelf={shelfOf(list === "new" ? undefined : list, fragment)} now={now} />;
}
