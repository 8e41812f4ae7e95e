/** Where a file of an open message comes from. */
import type { FileSource } from "../../../files/opening/useDownload.ts";
import { keyring } from "../../../keys/keyring.ts";

export function sourceOf(mid: string, index: number): FileSource {
  return {
    begin: () => keyring().beginOpening(mid, index),
    goneWords: "This file is no longer there. The message may have expired.",
  };
}
