/** Words of an asker whom nobody has checked, so that they can do no harm on the page: as text, with nothing hidden in it. */

// Control and format characters, among them those that turn the direction of writing round.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Emoji and several scripts need the joiners; a note has lines.
const KEPT = "\n\u200C\u200D";

export function shownText(text: string): string {
  return text.replace(HIDDEN, (letter) => (KEPT.includes(letter) ? letter : ""));
}

export function shownLine(text: string): string {
  return shownText(text).replaceAll("\n", " ").trim();
}
