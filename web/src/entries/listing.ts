/** What every page of saved entries begins with: all of them, and the table of their types. */
import { useQuery } from "@tanstack/react-query";
import { keyring } from "../keys/keyring.ts";
import type { FormType } from "./model.ts";
import { ENTRIES_KEY, listAll } from "./saving.ts";

/** Every entry and the trash; the same for everybody who asks. */
export function useListed() {
  return useQuery({ queryKey: [...ENTRIES_KEY, "all"], queryFn: listAll });
}

/** The table of types: empty until it is there. */
export function useTypes(): readonly FormType[] {
  const types = useQuery({
    queryKey: [...ENTRIES_KEY, "types"],
    queryFn: () => keyring().entryTypes(),
    gcTime: Infinity,
  });
  return types.data ?? [];
}
