/** My entries: the list of a shelf, beside it what is open, and over both the form. */
import { IconBookmark } from "@tabler/icons-react";
import { Suspense, useMemo, useState } from "react";
import type { EntryFacts } from "../../entries/model.ts";
import { useEntry, useListed, useTypes } from "../../entries/listing.ts";
import { later } from "../../ui/later/later.ts";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { Panes } from "../../ui/Panes/Panes.tsx";
import { useShortcuts } from "../../ui/shortcuts/shortcuts.ts";
import { State } from "../../ui/States/States.tsx";
import { EntryFormDialog } from "../../entries/form/EntryFormDialog.tsx";
import { Asked } from "./Asked.tsx";
import type { Question } from "./Asked.tsx";
import { EntryView, NoEntry } from "./EntryView.tsx";
import type { ListActs } from "./ListHeader.tsx";
import { ListView } from "./ListView.tsx";
import { addressOf } from "./model.ts";
import type { Shelf } from "./model.ts";
import type { Order } from "./sorting.ts";
import { useEntries } from "./useEntries.ts";
import type { EntriesList, ListOrder } from "./useEntries.ts";
import { entryReading, useEntryActs } from "./useEntry.ts";
import { useScores } from "./useScores.ts";

const EntryFiles = later(() => import("../../entries/files/EntryFiles.tsx"));
const Copies = later(() => import("../../entries/went/Copies.tsx"));

interface EntriesPageProps {
  shelf: Shelf;
  id: string | null;
  /** The form for a new entry is asked for by the address. */
  isNew: boolean;
  now: Date;
  host: string;
}

interface OpenProps {
  id: string;
  shelf: Shelf;
  now: Date;
  list: EntriesList;
  onEdit: (entry: EntryFacts) => void;
  onMove: () => void;
}

/** The open entry. It is made anew for every one, so nothing of the last one stays. */
function Open({ id, shelf, now, list, onEdit, onMove }: OpenProps) {
  const navigate = useNavigateTo();
  const types = useTypes();
  const acts = useEntryActs();
  const reading = useMemo(() => entryReading(id), [id]);
  const { retry, ...shown } = useEntry(id);
  const back = () => navigate(addressOf(shelf));
  const entry = shown.state === "ready" ? shown.entry : null;
  const scores = useScores(useMemo(() => (entry === null ? [] : [entry]), [entry]));
  const at = list.rows.findIndex((row) => row.id === id);
  const goTo = (step: number) => {
    const next = at === -1 ? undefined : list.rows[at + step];
    return next === undefined ? undefined : () => navigate(addressOf(shelf, next.id));
  };
  const leave = () => {
    const next = list.rows[at + 1] ?? list.rows[at - 1];
    navigate(addressOf(shelf, at === -1 ? null : (next?.id ?? null)));
  };
  const trash = () => {
    acts.trash([id]);
    leave();
  };
  const isKept = entry !== null && entry.trashedAt === null;
  const [down, up] = [goTo(1), goTo(-1)];
  useShortcuts({
    ...{ j: down, ArrowDown: down, k: up, ArrowUp: up, Escape: back },
    ...{ "#": isKept ? trash : undefined, Delete: isKept ? trash : undefined },
    e: isKept ? () => onEdit(entry) : undefined,
    ...{ v: isKept ? onMove : undefined, x: at === -1 ? undefined : () => list.onMark(id) },
  });
  if (shown.state !== "ready") return <NoEntry shown={shown} onBack={back} onRetry={retry} />;
  return (
    <EntryView
      entry={shown.entry}
      type={types.find(({ kind }) => kind === shown.entry.kind)}
      now={now}
      reading={reading}
      score={scores.get(id) ?? null}
      files={
        <Suspense>
          <EntryFiles entry={shown.entry} />
          {shown.entry.sent.length > 0 && <Copies sent={shown.entry.sent} now={now} />}
        </Suspense>
      }
      onBack={back}
      onEdit={() => onEdit(shown.entry)}
      onMove={onMove}
      onFavourite={() => acts.favour(shown.entry)}
      onTrash={trash}
      onRestore={() => {
        acts.restore([id]);
        leave();
      }}
      onRemove={async () => {
        await acts.remove([id]);
        leave();
      }}
    />
  );
}

/** What the list offers for one or several entries. What is open and goes is left. */
function useListActs(list: EntriesList, { shelf, id }: Pick<EntriesPageProps, "shelf" | "id">) {
  const navigate = useNavigateTo();
  const acts = useEntryActs();
  const [question, ask] = useState<Question | null>(null);
  const leaving = (ids: readonly string[]) => {
    list.onClearMarks();
    if (id !== null && ids.includes(id)) navigate(addressOf(shelf));
  };
  const listActs: Omit<ListActs, "onNew" | "onEmptyTrash"> = {
    onRename: (folder) => ask({ about: "folder", folder }),
    onMove: (ids) => ask({ about: "moving", ids }),
    onRemove: (ids) => ask({ about: "removing", ids }),
    onTrash: (ids) => {
      leaving(ids);
      acts.trash(ids);
    },
    onRestore: (ids) => {
      leaving(ids);
      acts.restore(ids);
    },
  };
  return { question, ask, leaving, listActs };
}

/** How a list is sorted stays so from shelf to shelf. */
export function EntriesPage(props: EntriesPageProps) {
  const [order, onOrder] = useState<Order>("title");
  return <ShelfPage key={addressOf(props.shelf)} {...props} {...{ order, onOrder }} />;
}

function ShelfPage({ shelf, id, isNew, now, host, order, onOrder }: EntriesPageProps & ListOrder) {
  const navigate = useNavigateTo();
  const list = useEntries(shelf, now, { order, onOrder });
  const { question, ask, leaving, listActs } = useListActs(list, { shelf, id });
  const trash = useListed().data?.trash ?? [];
  const types = useTypes();
  const [edited, setEdited] = useState<EntryFacts | null>(null);
  const begin = () => navigate("/entries/new");
  const saved = (savedId: string) => {
    const home: Shelf = edited === null ? { list: "all" } : shelf;
    setEdited(null);
    navigate(addressOf(home, savedId));
  };
  useShortcuts({ n: begin });
  const isForm = (isNew || edited !== null) && types.length > 0 && list.state === "ready";
  return (
    <>
      <Panes
        open={id !== null}
        list={
          <ListView
            {...{ ...list, ...listActs, shelf, now, host }}
            currentId={id}
            onNew={begin}
            onEmptyTrash={shelf.list === "trash" && trash.length > 0 ? () => ask({ about: "trash" }) : null}
          />
        }
        reader={
          id === null ? (
            list.rows.length > 0 && (
              <State icon={<IconBookmark size={34} stroke={1.25} />} title="Pick an entry to see it." />
            )
          ) : (
            <Open key={id} {...{ id, shelf, now, list }} onEdit={setEdited} onMove={() => listActs.onMove([id])} />
          )
        }
      />
      {isForm && (
        <EntryFormDialog
          key={edited?.id ?? "new"}
          types={types}
          entry={edited}
          onSaved={saved}
          onClose={() => (edited === null ? navigate(addressOf({ list: "all" })) : setEdited(null))}
        />
      )}
      {question !== null && <Asked question={question} onRemoved={leaving} onClose={() => ask(null)} />}
    </>
  );
}
