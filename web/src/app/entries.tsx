/** My entries: their page and their part of the section navigation. */
import { Suspense } from "react";
import { useLocationProperty } from "wouter/use-browser-location";
import { EntriesNav } from "../features/entries/EntriesNav.tsx";
import { EntriesPage } from "../features/entries/EntriesPage.tsx";
import { shelfOf } from "../features/entries/model.ts";
import { later } from "../ui/later/later.ts";
import { useNavigateTo } from "../ui/Link/Link.tsx";
import { usePathPart } from "./address.ts";
import { NotFoundView } from "./NotFoundView.tsx";
import { useNow } from "./useClock.ts";

const importing = () => import("../features/importing/ImportDialog.tsx");
const exporting = () => import("../features/importing/ExportDialog.tsx");
const ImportDialog = later(async () => ({ default: (await importing()).ImportDialog }));
const ExportDialog = later(async () => ({ default: (await exporting()).ExportDialog }));

/** Pages of their own, by what stands for a shelf in their addresses. */
const TOOLS = {
  generator: later(() => import("../features/entries/generator/GeneratorPage.tsx")),
  checkup: later(() => import("../features/entries/checkup/CheckupPage.tsx")),
} as const;

function isTool(list: string | undefined): list is keyof typeof TOOLS {
  return list !== undefined && Object.hasOwn(TOOLS, list);
}

/** Dialogs over the list of all entries, each with an address of its own. */
const DIALOGS: readonly (string | undefined)[] = ["new", "import", "export"];

function listIn(list: string | undefined): string | undefined {
  return DIALOGS.includes(list) ? undefined : list;
}

/** The name of a folder: behind `#`, so that no request ever carries it. */
function useFragment(): string {
  return useLocationProperty(() => location.hash);
}

export function EntriesRoute() {
  const list = usePathPart("list");
  const id = usePathPart("id");
  const now = useNow();
  const navigate = useNavigateTo();
  const fragment = useFragment();
  if (id === undefined && isTool(list)) {
    const Tool = TOOLS[list];
    return (
      <Suspense>
        <Tool now={now} host={location.host} />
      </Suspense>
    );
  }
  const dialog = id === undefined ? list : undefined;
  const shelf = shelfOf(id === undefined ? listIn(list) : list, fragment);
  if (shelf === null) return <NotFoundView />;
  const close = () => navigate("/entries/all");
  return (
    <>
      <EntriesPage shelf={shelf} id={id ?? null} isNew={dialog === "new"} now={now} host={location.host} />
      <Suspense>
        {dialog === "import" && <ImportDialog onClose={close} />}
        {dialog === "export" && <ExportDialog now={now} onClose={close} />}
      </Suspense>
    </>
  );
}

export function EntriesSection({ path }: { path: string }) {
  const now = useNow();
  const fragment = useFragment();
  const list = path.split("/")[2];
  return <EntriesNav shelf={shelfOf(listIn(list), fragment)} tool={list} now={now} />;
}
