// One file out of a zip or gzip, with a bound on what comes out, whatever the archive says of itself.
import { Gunzip, unzipSync, type UnzipFileInfo } from "fflate";
import { TEXT_MOST, Unreadable } from "./found.ts";

/** The file of this name; null when the zip has none. Other files are not unpacked. `damaged`, `too-large`. */
export function fromZip(zip: Uint8Array, name: string): Uint8Array | null {
  let seen = false;
  // What is written beyond `originalSize` is dropped by fflate: no more than this is ever made.
  const filter = (file: UnzipFileInfo): boolean => {
    if (file.name !== name || seen) return false;
    if (file.originalSize > TEXT_MOST) throw new Unreadable("too-large");
    seen = true;
    return true;
  };
  try {
    return unzipSync(zip, { filter })[name] ?? null;
  } catch (problem) {
    throw problem instanceof Unreadable ? problem : new Unreadable("damaged");
  }
}

const STEP = 64 * 1024;

/** Fail with `too-large` when a gzip holds more than `most` bytes, whatever size it says. What is no gzip passes. */
export function checkGzip(packed: Uint8Array, most: number): void {
  let out = 0;
  const gunzip = new Gunzip((chunk) => {
    out += chunk.length;
  });
  try {
    // In small steps: one step makes at most about a thousand times its length.
    for (let at = 0; at < packed.length && out <= most; at += STEP) {
      gunzip.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch {
    return;
  }
  if (out > most) throw new Unreadable("too-large");
}
