/** Which files may be sent: limits as the server told them, looked at before anything is sealed. */
import { shownFileName } from "../../lib/fileNames.ts";
import type { AnswerLimits } from "../../api/requests.ts";

const MIB = 1_048_576;

/** Why a file was not added. */
export interface Refused {
  readonly why: "empty" | "large" | "many" | "together";
  readonly name: string;
}

/** What of `chosen` comes to those that are there, and the first that does not. */
export function added(
  held: readonly File[],
  chosen: readonly File[],
  limits: AnswerLimits,
): { readonly files: readonly File[]; readonly refused: Refused | null } {
  let files = held;
  let refused: Refused | null = null;
  for (const file of chosen) {
    const why = refusal(file, files, limits);
    if (why === null) files = [...files, file];
    else refused ??= { why, name: shownFileName(file.name) };
  }
  return { files, refused };
}

function refusal(file: File, held: readonly File[], limits: AnswerLimits): Refused["why"] | null {
  if (file.size === 0) return "empty";
  if (file.size > limits.file_mib * MIB) return "large";
  if (held.length >= limits.files) return "many";
  const together = held.reduce((sum, { size }) => sum + size, file.size);
  return together > limits.files_mib * MIB ? "together" : null;
}

export function bytesOf(mib: number): number {
  return mib * MIB;
}
