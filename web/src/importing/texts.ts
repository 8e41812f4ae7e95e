// Text in the files of other programs: UTF-8, with or without a mark at its beginning.
import { TEXT_MOST, Unreadable } from "./found.ts";

/** The text of a file. `not-text` for anything but UTF-8, `too-large`. */
export function decoded(bytes: Uint8Array): string {
  if (bytes.length > TEXT_MOST) throw new Unreadable("too-large");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("not-text");
  }
}
