/** Names of files that somebody else chose: shown and saved so that they can do no harm. */

// Control and format characters, among them those that turn the direction of writing round.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const NOT_FOR_DISKS = /[\\/:*?"<>|]/g;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const BYTES_MOST = 200;

/** The name as it may stand on a page: what cannot be seen is marked. */
export function shownFileName(name: string): string {
  const shown = name.replace(INVISIBLE, "\u{FFFD}").trim();
  return shown === "" ? "file" : shown;
}

/** The name under which a file may be saved anywhere: no folder, no device, nothing invisible, at most 200 bytes. */
export function savedFileName(name: string): string {
  const flat = name
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(NOT_FOR_DISKS, "_")
    .replace(/^[\s.]+|[\s.]+$/g, "")
    .replace(WINDOWS_DEVICE, "_$1");
  return shortened(flat === "" ? "file" : flat);
}

/** Shorter at the end of the stem, so that the ending keeps saying what it is. */
function shortened(name: string): string {
  const size = (text: string) => new TextEncoder().encode(text).length;
  if (size(name) <= BYTES_MOST) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && size(name.slice(dot)) <= 20 ? name.slice(dot) : "";
  let stem = "";
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (size(stem + letter) > BYTES_MOST - size(ending)) break;
    stem += letter;
  }
  return stem + ending;
}

/** "9.1 MB", where 1 MB = 1,048,576 bytes, here and everywhere. */
export function fileSize(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  const shown = unit === 0 || value >= 100 ? Math.round(value).toString() : value.toFixed(1).replace(/\.0$/, "");
  return bytes === 1 ? "1 byte" : `${shown} ${units[unit] ?? ""}`;
}
