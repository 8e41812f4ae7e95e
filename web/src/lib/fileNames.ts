/** Names of files that somebody else chose: shown and saved so that they can do no harm (spec/attachments.md 7.4). */

// Control and format characters, among them those that turn the direction of writing round.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Emoji and several scripts need them, and they move nothing.
const JOINERS = "\u200C\u200D";
const RESERVED = /[<>:"|?*]/g;
const ENDS = /^[\s.]+|[\s.]+$/g;
// What Windows keeps for devices, whatever follows the first dot.
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/is;
const FALLBACK = "file";
const NAME_MOST = 255;
const ENDING_MOST = 32;

/** The name as it may stand on a page: what cannot be seen is written as its number. */
export function shownFileName(name: string): string {
  const shown = name.replace(HIDDEN, (letter) => (JOINERS.includes(letter) ? letter : numberOf(letter))).trim();
  return shown === "" ? FALLBACK : shown;
}

/** The name under which a file may be saved anywhere: no folder, no device, nothing hidden, 1 to 255 bytes. */
export function savedFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const kept = last.replace(HIDDEN, "_").replace(RESERVED, "_").replace(ENDS, "") || FALLBACK;
  return cut(DEVICE.test(kept) ? `_${kept}` : kept).replace(ENDS, "") || FALLBACK;
}

/** Shorter before the last dot, so that the ending keeps saying what it is; of a long ending, the whole. */
function cut(name: string): string {
  const dot = name.lastIndexOf(".");
  const isEnding = dot > 0 && bytes(name.slice(dot)) <= ENDING_MOST;
  const [stem, ending] = isEnding ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let room = NAME_MOST - bytes(ending);
  let kept = "";
  for (const letter of stem) {
    room -= bytes(letter);
    if (room < 0) break;
    kept += letter;
  }
  return kept + ending;
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function numberOf(letter: string): string {
  const hex = (letter.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** How sizes are written in a language: one byte, and the units from the bytes up. */
export interface SizeNames {
  readonly lang: string;
  readonly one: string;
  readonly units: readonly string[];
}

export const ENGLISH_SIZES: SizeNames = { lang: "en", one: "byte", units: ["bytes", "KB", "MB", "GB"] };

/** "9.1 MB", where 1 MB = 1,048,576 bytes, here and everywhere. */
export function fileSize(size: number, { lang, one, units }: SizeNames = ENGLISH_SIZES): string {
  let value = size;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  const maximumFractionDigits = unit === 0 || value >= 100 ? 0 : 1;
  const shown = new Intl.NumberFormat(lang, { maximumFractionDigits, useGrouping: false }).format(value);
  return size === 1 ? `1 ${one}` : `${shown} ${units[unit] ?? ""}`;
}
