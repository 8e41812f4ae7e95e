/** What can be added to something that is being written. */
import { CREDENTIALS_WAY, ENTRIES_WAY } from "../credentials/ItemRows.tsx";
import type { ItemsState } from "../credentials/useItems.ts";
import { FILE_ICON } from "../files/FileRows.tsx";
import { limitEach } from "../files/filesModel.ts";
import type { FileLimits } from "../files/filesModel.ts";
import type { AttachWay } from "./Attached.tsx";

export function waysOf(
  { room, addCredentials, addEntries }: ItemsState,
  limits: FileLimits,
  addFiles: () => void,
): AttachWay[] {
  const file = { label: "File", text: limitEach(limits), icon: FILE_ICON, run: addFiles };
  if (room <= 0) return [file];
  return [{ ...CREDENTIALS_WAY, run: addCredentials }, { ...ENTRIES_WAY, run: addEntries }, file];
}
