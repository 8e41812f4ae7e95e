/** Moving entries between folders, and giving a folder another name: one save for all of them, and a way back. */
import { useQueryClient } from "@tanstack/react-query";
import { liesIn } from "../../entries/model.ts";
import type { EntryRow } from "../../entries/model.ts";
import { keyring } from "../../keys/keyring.ts";
import { plural } from "../../lib/names.ts";
import { useNavigateTo } from "../../ui/Link/Link.tsx";
import { toast } from "../../ui/toasts/toasts.tsx";
import type { EntryMove } from "../../worker/entryprotocol.ts";
import { addressOf } from "./model.ts";
import type { Shelf } from "./model.ts";
import { renamed } from "./renaming.ts";
import { saved } from "./useEntry.ts";

export interface Moving {
  /** Null: out of every folder. */
  move: (ids: readonly string[], folder: string | null) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
}

const UNDO_MS = 10_000;

const shelfIn = (folder: string): Shelf => ({ list: "folder", folder });

/** Where each of these lies now; in the trash as well, from where it comes back to its folder. */
async function everything(): Promise<readonly EntryRow[]> {
  const all = keyring();
  const [rows, trash] = await Promise.all([all.listEntries(null, false), all.listEntries(null, true)]);
  return [...rows, ...trash];
}

/** Puts those back that still lie where they were moved to. */
async function putBack(before: readonly EntryMove[], after: ReadonlyMap<string, string | null>): Promise<void> {
  const lying = new Map((await everything()).map(({ id, folder }) => [id, folder]));
  await keyring().moveEntries(before.filter(({ id }) => lying.has(id) && lying.get(id) === after.get(id)));
}

function movedWords(count: number, folder: string | null): string {
  if (folder === null) return count === 1 ? "Moved out of its folder" : `${count} entries moved out of their folders`;
  return count === 1 ? `Moved to ${folder}` : `${plural(count, "entry", "entries")} moved to ${folder}`;
}

export function useMoving(): Moving {
  const client = useQueryClient();
  const navigate = useNavigateTo();
  /** Does what `plan` says of what lies there now; gives what puts it back, null when nothing was saved or nothing to move. */
  const done = async (plan: (rows: readonly EntryRow[]) => readonly EntryMove[]) => {
    let before: readonly EntryMove[] = [];
    let moves: readonly EntryMove[] = [];
    const isSaved = await saved(client, async () => {
      const rows = await everything();
      const lying = new Map(rows.map(({ id, folder }) => [id, folder]));
      moves = plan(rows).filter(({ id, folder }) => lying.get(id) !== folder);
      before = moves.map(({ id }) => ({ id, folder: lying.get(id) ?? null }));
      await keyring().moveEntries(moves);
    });
    if (!isSaved) return null;
    const after = new Map(moves.map(({ id, folder }) => [id, folder]));
    return { count: moves.length, undo: () => saved(client, () => putBack(before, after)) };
  };
  return {
    move: async (ids, folder) => {
      const wanted = new Set(ids);
      const result = await done((rows) => rows.flatMap(({ id }) => (wanted.has(id) ? [{ id, folder }] : [])));
      if (result === null || result.count === 0) return;
      const action = { label: "Undo", run: () => void result.undo() };
      toast({ message: movedWords(result.count, folder), action, stays: UNDO_MS });
    },
    rename: async (from, to) => {
      const result = await done((rows) =>
        rows.flatMap((row) =>
          row.folder !== null && liesIn(row, from) ? [{ id: row.id, folder: renamed(row.folder, from, to) }] : [],
        ),
      );
      if (result === null) return;
      navigate(addressOf(shelfIn(to)));
      const undo = async () => {
        const isHere = addressOf(shelfIn(to)) === `${location.pathname}${location.hash}`;
        if ((await result.undo()) && isHere) navigate(addressOf(shelfIn(from)));
      };
      toast({ message: `Renamed to ${to}`, action: { label: "Undo", run: () => void undo() }, stays: UNDO_MS });
    },
  };
}
