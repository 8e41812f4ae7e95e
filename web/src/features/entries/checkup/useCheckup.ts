/** State of the password check-up: how far it is, and once it is there the rows of every group. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useListed } from "../../../entries/listing.ts";
import type { EntryRow } from "../../../entries/model.ts";
import { ENTRIES_KEY, failureOf, latestOrHeld } from "../../../entries/saving.ts";
import { keyring } from "../../../keys/keyring.ts";
import type { Checkup } from "../../../worker/entryprotocol.ts";

export interface Progress {
  readonly judged: number;
  readonly all: number;
}

/** The groups as they are shown. An entry may stand in several. */
export interface CheckupGroups {
  readonly lookedAt: number;
  /** How many entries stand in any of them. */
  readonly toChange: number;
  readonly weak: readonly { readonly row: EntryRow; readonly score: 0 | 1 }[];
  readonly reused: readonly (readonly EntryRow[])[];
  readonly old: readonly { readonly row: EntryRow; readonly since: string }[];
  readonly expiring: readonly { readonly row: EntryRow; readonly expires: string }[];
}

export type CheckupState =
  /** `progress` is null until it is known how much there is to look at. */
  | { readonly state: "looking"; readonly progress: Progress | null }
  /** `stopped`: what judges did not load, or did not answer. */
  | { readonly state: "no-answer" | "refused" | "stopped"; onRetry: () => void }
  | ({ readonly state: "ready" } & CheckupGroups);

const KEY = [...ENTRIES_KEY, "checkup"];
const PROGRESS_KEY = ["password check-up, progress"];

async function checked(signal: AbortSignal, tell: (progress: Progress) => void): Promise<Checkup> {
  let step = await latestOrHeld(() => keyring().entryCheckup());
  // A few passwords in a call: whatever else is asked of the worker meanwhile waits for those only.
  while (step.found === null) {
    signal.throwIfAborted();
    tell(step);
    step = await keyring().entryCheckup();
  }
  return step.found;
}

/** Made when it is `wanted`; from then on again whenever an entry was changed, until the lock. */
function useFound(wanted: boolean) {
  const client = useQueryClient();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => checked(signal, ({ judged, all }) => client.setQueryData(PROGRESS_KEY, { judged, all })),
    enabled: ({ state }) => wanted || state.data !== undefined,
    networkMode: "always",
    retry: false,
    gcTime: Infinity,
  });
}

/** What is gone meanwhile is left out; a password that only one entry is left with is not reused any more. */
export function groupsOf(found: Checkup, rows: readonly EntryRow[]): CheckupGroups {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const there = <Why extends { readonly id: string }>(whys: readonly Why[]) =>
    whys.flatMap((why) => {
      const row = byId.get(why.id);
      return row === undefined ? [] : [{ ...why, row }];
    });
  const [weak, old, expiring] = [there(found.weak), there(found.old), there(found.expiring)];
  const reused = found.reused
    .map((ids) => there(ids.map((id) => ({ id }))).map(({ row }) => row))
    .filter((group) => group.length > 1);
  const ids = [...[...weak, ...old, ...expiring].map(({ row }) => row.id), ...reused.flat().map(({ id }) => id)];
  return { lookedAt: found.lookedAt, toChange: new Set(ids).size, weak, reused, old, expiring };
}

export function useCheckup(): CheckupState {
  const listed = useListed();
  const made = useFound(true);
  const progress = useQuery<Progress | null>({ queryKey: PROGRESS_KEY, queryFn: () => null, enabled: false });
  if (listed.data !== undefined && made.data !== undefined)
    return { state: "ready", ...groupsOf(made.data, listed.data.rows) };
  const onRetry = () => {
    void listed.refetch();
    void made.refetch();
  };
  if (listed.data === undefined && listed.error !== null) return { state: failureOf(listed.error), onRetry };
  if (made.error !== null && !made.isFetching) return { state: "stopped", onRetry };
  return { state: "looking", progress: progress.data ?? null };
}

/** How many entries to change; 0 before somebody asked for the check-up. */
export function useToChange(): number {
  const { data } = useListed();
  const made = useFound(false);
  return made.data === undefined ? 0 : groupsOf(made.data, data?.rows ?? []).toChange;
}
